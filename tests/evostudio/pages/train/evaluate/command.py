"""A command that tests end when they want to, in place of the process that measures."""

from PySide6.QtCore import QObject

from evostudio.tasks.running import Running


class Command(Running):
    """In place of the process: ends when it is told to."""

    last: "Command"

    def __init__(self, title: str, words: list[str], parent: QObject) -> None:
        super().__init__(title, parent)
        self.words, self.running, Command.last = list(words), False, self

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.stopped.emit()
        self.end()

    def is_running(self) -> bool:
        return self.running

    def end(self) -> None:
        self.running = False
        self.ended.emit()

    def word_after(self, flag: str) -> str:
        return self.words[self.words.index(flag) + 1]
