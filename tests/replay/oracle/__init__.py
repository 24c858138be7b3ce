"""A slow replay in plain Python, written from the language's definition and not from the relations.

It reads a rulebook as the mapping that its file holds, and a history as lists of events and versions. Instants are whole microseconds.
"""
