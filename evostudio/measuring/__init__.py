"""What `evostudio --bench` measures in the real window: keys, switching images, starting, and large projects."""
