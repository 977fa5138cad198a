"""What the room of synonyms plugs in: who may edit them."""

from training.accounts import registry


def register() -> None:
    registry.grant_models(registry.COORDINATOR, "kompas_training", "synonym", actions="add change delete view")
