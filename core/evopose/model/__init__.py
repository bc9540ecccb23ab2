"""Frozen values: skeletons, poses, keypoints, cameras, annotations, populations."""
