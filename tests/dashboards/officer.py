"""Somebody at the pages who touches nothing else, and a template filled in cell by cell, for the journeys."""

import re
import zipfile

from tests.offices.cells import Book

PATIENCE = 120_000
SHEET = "xl/worksheets/sheet1.xml"


def rows_of(template, first_row):
    """The rows of a template that are filled in, by number."""
    with zipfile.ZipFile(template) as source:
        text = source.read(SHEET).decode("utf-8")
    return [int(number) for number in re.findall(r'<row r="(\d+)"', text) if int(number) >= first_row]


def fill_in(template, path, columns, answers):
    """The cells of the very file that was downloaded, by row and column, as its clerk fills them in."""
    book = Book(template)
    for (row, column), answer in answers.items():
        book.put(book.sheets[0], row - 1, columns.index(column), answer)
    return book.save(path)


def marks(path):
    """How many cells of a workbook carry a comment."""
    with zipfile.ZipFile(path) as parts:
        return sum(parts.read(name).count(b"<comment ") for name in parts.namelist() if "comments" in name)


class Officer:
    """Somebody at the pages, who touches nothing else."""

    def __init__(self, page, address, name, query="lang=zh"):
        self.page, self.address, self.query = page, address, query
        self.open("/upload")
        self.name(name)

    def open(self, path, query=None):
        self.page.goto(f"{self.address}{path}?{query or self.query}")
        self.page.wait_for_selector("main h1")

    def name(self, name):
        self.page.fill("#acting-name", name)

    def download(self, click, path):
        with self.page.expect_download(timeout=PATIENCE) as download:
            click()
        download.value.save_as(path)
        return path

    def upload(self, path, by):
        """What the page says of an upload: its state, and all that stands on its card."""
        self.open("/upload")
        self.name(by)
        self.page.set_input_files("#upload-files", path)
        card = self.page.locator("li.upload", has_text=path.name).first
        card.locator(".chip").filter(has_not_text="处理中").wait_for(timeout=PATIENCE)
        return card.locator(".chip").inner_text(), card

    def act(self, path, button, step, by, reason=""):
        """Takes a step by the keyboard alone; what the page says when it is drawn anew."""
        self.open(path)
        self.page.get_by_role("button", name=button).focus()
        self.page.keyboard.press("Enter")
        return self.submit(step, by, reason)

    def submit(self, step, by, reason):
        self.page.locator(f"#act input[value={step}]").check()
        self.page.fill("#act-reason", reason)
        self.name(by)
        self.page.locator("#act-submit").focus()
        self.page.keyboard.press("Enter")
        said = self.page.locator("#act-complaint:not([hidden]), #act-said:not([hidden])")
        said.wait_for(timeout=PATIENCE)
        return said.inner_text()
