"""The paper's figures and tables on data that can be had, with controls."""
