"""A set to try everything on, made from code alone: motions as a population, pictures of a mannequin as a project."""
