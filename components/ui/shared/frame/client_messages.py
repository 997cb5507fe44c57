"""Which of the messages that Streamlit takes from a browser a visitor of this app needs to send.

The others are for whoever develops an app and act for all visitors or on the server: they empty every cache, tell the
state of the git repository, install skills for coding agents, or stop the server.
"""

from __future__ import annotations

from streamlit.proto.BackMsg_pb2 import BackMsg

NEEDED = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}
NEEDED_OPERATIONS = {"deferred_file", "dataframe_chunk"}  # of `backend_operation_request`


def is_needed(message: bytes) -> bool:
    """Whether a message may reach Streamlit; what it cannot read passes, so that it closes the connection."""
    read = BackMsg()
    try:
        read.ParseFromString(message)
    except Exception:  # DecodeError of protobuf, which is a library of Streamlit's and not ours to import
        return True
    kind = read.WhichOneof("type")
    if kind == "backend_operation_request":
        return read.backend_operation_request.WhichOneof("payload") in NEEDED_OPERATIONS
    return kind in NEEDED
