"""What browsers may send: a rerun, a stop, uploads; nothing that acts on the server or on other visitors."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg

from components.server.middleware.client_messages import ClientMessages
from components.ui.shared.frame.client_messages import is_needed


def message(kind: str, operation: str = "") -> bytes:
    """A message as Streamlit's own page sends it, with this field of BackMsg set."""
    made = BackMsg()
    if operation:
        getattr(made.backend_operation_request, operation).SetInParent()
    elif made.DESCRIPTOR.fields_by_name[kind].message_type is None:
        setattr(made, kind, True)
    else:
        getattr(made, kind).SetInParent()
    return made.SerializeToString()


KINDS = {field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields} - {"backend_operation_request"}
OPERATION = BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"].message_type
OPERATIONS = {field.name for field in OPERATION.oneofs_by_name["payload"].fields}
PASS = {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "deferred_file", "dataframe_chunk"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_only_what_a_visitor_needs_passes(kind):
    assert is_needed(message(kind)) is (kind in PASS)


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_only_the_operations_that_a_visitor_needs_pass(operation):
    assert is_needed(message("backend_operation_request", operation)) is (operation in PASS)


def test_the_messages_that_act_for_all_are_among_those_that_do_not_pass():
    assert {"clear_cache", "debug_shutdown_runtime", "load_git_info"} <= KINDS - PASS
    assert "install_skills" in OPERATIONS - PASS


def test_an_empty_message_is_dropped_and_a_broken_one_is_left_to_streamlit():
    assert not is_needed(b"")
    assert is_needed(b"\xff\xff\xff")


def test_what_is_dropped_does_not_hold_up_what_follows():
    came: list[bytes] = []

    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        came.extend([await socket.receive_bytes(), await socket.receive_bytes()])
        await socket.send_bytes(b"done")
        await socket.close()

    app = Starlette(routes=[WebSocketRoute("/", echo)], middleware=[Middleware(ClientMessages, is_needed=is_needed)])
    first, last = message("rerun_script"), message("stop_script")
    with TestClient(app).websocket_connect("/") as socket:
        for each in (first, message("clear_cache"), message("load_git_info"), last):
            socket.send_bytes(each)
        assert socket.receive_bytes() == b"done"
    assert came == [first, last]
