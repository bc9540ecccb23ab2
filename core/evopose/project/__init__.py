"""The project: one SQLite file of images, people, their annotations and every edit ever made (design §9)."""
