// Where the app lies. A module's own address says it: <app>/assets/js/<release>/shared/app_address.js.

/** The app's address, with a slash at its end. */
export const APP = new URL("../../../../", import.meta.url);
