"""The Annotate page: photos, 3D poses, keys."""
