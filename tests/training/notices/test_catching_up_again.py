"""``kompas_catch_up --every`` goes on after the database was away."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from training.management.commands import kompas_catch_up


class Stopped(Exception):
    """Somebody stops the command."""


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_broken_connection_is_replaced_at_the_next_turn(monkeypatch):
    output, turns = StringIO(), []

    def sleep(seconds):
        turns.append(output.getvalue())
        output.seek(0)
        output.truncate()
        if len(turns) == 1:
            # The server ends the connection, as when it is stopped.
            connection.connection.close()
        if len(turns) == 4:
            raise Stopped

    monkeypatch.setattr(kompas_catch_up.time, "sleep", sleep)
    with pytest.raises(Stopped):
        call_command("kompas_catch_up", every=1, stdout=output)
    assert "Error" not in turns[0] and "Error" not in turns[3]
    assert turns[0].count("\n") == turns[3].count("\n") > 3
