"""The training transcript on *My development*."""

from laces.components import Component

from training.desk.registry import PanelContext


class TranscriptPanel(Component):
    """The way to the transcript; it asks nothing of the database."""

    template_name = "kompas_courses/transcripts/panel.html"


def transcript_panel(context: PanelContext) -> Component:
    return TranscriptPanel()
