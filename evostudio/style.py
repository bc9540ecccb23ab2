"""The one style sheet: an 8 px grid, calm lines, one accent; roles are set by `widget.setProperty('role', …)`."""

from evopose.resources import root
from evostudio.theme import HEADLINE_SIZE, SMALL_SIZE, TITLE_SIZE, Theme


def sheet(theme: Theme) -> str:
    """Qt style sheet of the theme; the roles are panel, title, dim, small, headline, primary, quiet, key and others."""
    return _BASE.format(**_words(theme)) + _CONTROLS.format(**_words(theme)) + _ROLES.format(**_words(theme))


def _words(theme: Theme) -> dict[str, object]:
    words: dict[str, object] = {name: getattr(theme, name) for name in theme.__dataclass_fields__}
    words["icons"] = (root() / "icons").as_posix()
    return words | {"small": SMALL_SIZE, "title": TITLE_SIZE, "headline": HEADLINE_SIZE}


_BASE = """
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px 8px; }}
QMenuBar {{ background: {window}; padding: 0 4px; }}
QMenuBar::item {{ padding: 4px 8px; background: transparent; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {panel}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 5px 24px 5px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selection}; }}
QMenu::item:disabled {{ color: {ghost}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}
QSplitter::handle {{ background: {line}; }}
QSplitter::handle:horizontal {{ width: 1px; }}
QSplitter::handle:vertical {{ height: 1px; }}
QScrollArea {{ border: none; background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {ghost}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractItemView {{ background: {field}; border: 1px solid {line}; border-radius: 4px; outline: none; }}
QAbstractItemView::item {{ padding: 4px 8px; }}
QAbstractItemView::item:hover {{ background: {hover}; }}
QAbstractItemView::item:selected {{ background: {selection}; color: {text}; }}
QAbstractItemView:focus {{ border-color: {accent}; }}
QHeaderView::section {{ background: {panel}; color: {dim}; border: none; border-bottom: 1px solid {line};
  padding: 4px 8px; }}
"""

_CONTROLS = """
QPushButton {{ background: {hover}; border: 1px solid {line}; border-radius: 4px; padding: 5px 12px;
  min-height: 16px; }}
QPushButton:hover {{ border-color: {ghost}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:checked {{ background: {selection}; border-color: {accent}; }}
QPushButton:disabled {{ color: {ghost}; background: transparent; }}
QPushButton:default, QPushButton[role="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; }}
QPushButton[role="primary"]:focus {{ border-color: {text}; }}
QPushButton:default:disabled, QPushButton[role="primary"]:disabled {{ background: {hover}; color: {ghost};
  border-color: {line}; }}
QPushButton[role="choice"] {{ padding: 5px 6px; }}
QPushButton[role="quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[role="quiet"]:hover {{ background: {hover}; }}
QPushButton[role="quiet"]:focus {{ border-color: {accent}; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:checked {{ background: {selection}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton:disabled {{ color: {ghost}; }}
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {{ background: {field}; border: 1px solid {line};
  border-radius: 4px; padding: 3px 8px; min-height: 18px; selection-background-color: {selection};
  selection-color: {text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{
  border-color: {accent}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {ghost}; }}
QComboBox {{ padding-right: 20px; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); width: 12px; height: 12px; }}
QAbstractSpinBox {{ padding-right: 18px; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ border: none; background: transparent; width: 16px; }}
QAbstractSpinBox::up-arrow {{ image: url("{icons}/chevron-up.svg"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{icons}/chevron-down.svg"); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{ border-radius: 0; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; }}
QCheckBox[role="alone"] {{ spacing: 0; padding: 2px 0; }}
QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {ghost}; border-radius: 3px;
  background: {field}; }}
QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{icons}/check.svg"); }}
QCheckBox::indicator:disabled {{ border-color: {line}; background: {panel}; }}
QCheckBox:focus, QRadioButton:focus {{ color: {accent}; }}
QProgressBar {{ background: {line}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QTabBar::tab {{ padding: 6px 12px; border: none; color: {dim}; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
QGroupBox {{ border: none; margin-top: 24px; font-weight: 600; }}
QGroupBox::title {{ subcontrol-origin: margin; left: 0; }}
"""

_ROLES = """
QAbstractSpinBox[role="number"]::up-button, QAbstractSpinBox[role="number"]::down-button,
QAbstractSpinBox[role="number"]::up-arrow, QAbstractSpinBox[role="number"]::down-arrow {{ width: 0; height: 0;
  border: none;
  image: none; }}
QWidget[role="panel"] {{ background: {panel}; }}
QLabel[role="title"] {{ font-size: {title}px; font-weight: 600; }}
QLabel[role="dim"] {{ color: {dim}; }}
QLabel[role="small"] {{ color: {dim}; font-size: {small}px; }}
QLabel[role="headline"] {{ font-size: {headline}px; font-weight: 600; }}
QLabel[role="error"] {{ color: {invalid}; }}
QLabel[role="warning"] {{ color: {uncertain}; }}
QLabel[role="key"] {{ background: {hover}; border: 1px solid {line}; border-radius: 4px; padding: 1px 6px;
  font-size: {small}px; }}
QToolButton[role="section"] {{ padding: 2px 6px 2px 2px; }}
QToolButton[role="section"]:checked {{ background: transparent; }}
QToolButton[role="section"]:hover {{ background: {hover}; }}
QLabel[role="changed"] {{ font-weight: 600; }}
QWidget[role="rail"] {{ background: {window}; border-right: 1px solid {line}; }}
QWidget[role="rail"] QToolButton {{ border-radius: 6px; padding: 4px 0; font-size: 11px; color: {dim}; }}
QWidget[role="rail"] QToolButton:checked {{ background: {selection}; color: {text}; }}
QWidget[role="rail"] QToolButton:hover {{ color: {text}; }}
QWidget[role="status"] {{ background: {window}; border-top: 1px solid {line}; }}
QWidget[role="status"] QLabel {{ font-size: {small}px; }}
QWidget[role="status"] QToolButton {{ padding: 1px; font-size: {small}px; }}
QFrame[role="notice"] {{ background: {panel}; border: none; border-bottom: 1px solid {line};
  border-left: 4px solid {accent}; }}
QFrame[role="notice"][level="warning"] {{ border-left-color: {uncertain}; }}
QFrame[role="notice"][level="error"] {{ border-left-color: {invalid}; }}
QFrame[role="palette"] {{ background: {panel}; border: 1px solid {ghost}; border-radius: 8px; }}
QFrame[role="palette"] QAbstractItemView {{ border: none; background: {panel}; }}
"""
