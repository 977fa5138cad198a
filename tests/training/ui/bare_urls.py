"""A host's site that mounts nothing of ours."""

urlpatterns = []
