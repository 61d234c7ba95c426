"""What the uploads page knows between two runs: the file, what is asked of it, and the answers so far."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from salesdash import imports, jobs
from salesdash.access.identity import User
from salesdash.errors import SalesDashError
from salesdash.imports.options import Options, Preview, Progress, Result
from salesdash.imports.reading import peek
from salesdash.imports.reading.peek import Peek
from salesdash.locale import language
from salesdash.ui.uploads_file import Parked
from salesdash.ui.uploads_job import Job

_KEY = "upload"


@dataclass
class Upload:
    """One file from its upload to its result. ``preview`` and ``problem`` answer the question ``asked``; ``job`` is
    what runs at the moment, for the preview or (``importing``) for the import."""

    parked: Parked
    #: "" as long as nobody has said which of their kinds it is
    kind: str
    peek: Peek = field(default_factory=Peek)
    options: Options = field(default_factory=Options)
    asked: Any = None
    preview: Preview | None = None
    problem: SalesDashError | None = None
    job: Job | None = None
    importing: bool = False
    result: Result | None = None
    #: the kind that the file seems to be, where the person may not import that one
    not_theirs: str = ""
    #: name of the saved mapping by which the file is read, "" without one
    mapping: str = ""
    #: renewed with every change, so that forms begin again from what then holds
    generation: int = 0

    def change(self, **options: Any) -> None:
        """Asks anew with these options."""
        self.options = replace(self.options, **options)
        self.generation += 1

    def change_kind(self, kind: str) -> None:
        """Takes the file for another kind; what was said of its columns is void."""
        self.kind, self.mapping = kind, ""
        self.change(mapping={}, constants={})

    @property
    def preview_rejects(self) -> Path:
        """Where the preview writes the rows that would be rejected."""
        return self.parked.folder / "preview-rejects.csv"

    @property
    def rejects(self) -> Path:
        """Where the import writes the rows that it rejected."""
        return self.parked.folder / "rejects.csv"

    @property
    def question(self) -> Any:
        """What the next preview depends on; its words too, so a change of language asks again."""
        return self.kind, self.options, language()

    def start_preview(self, user: User) -> None:
        """Starts the preview in the background."""
        kind, parked = self.kind, self.parked  # the job holds the file: it stays as long as it is read

        def work(progress: Progress) -> Preview:
            self.peek = peek.look(parked.path, kind, options.encoding, options.delimiter)
            return imports.preview(None, user, parked.path, kind, options, progress)

        options = replace(self.options, dry_run=True, into_sample=True, rejects_path=self.preview_rejects)
        if self.job is not None:
            self.job.cancel()
        self.asked, self.importing = self.question, False
        self.job = Job(work)

    def start_import(self, user: User, *, into_sample: bool) -> None:
        """Starts the import in the background."""
        kind, parked = self.kind, self.parked
        options = replace(self.options, into_sample=into_sample, rejects_path=self.rejects)
        self.importing = True
        self.job = Job(
            lambda progress: imports.run(
                None, user, parked.path, kind, options, file_name=parked.name, progress=progress
            )
        )

    def take(self) -> None:
        """Takes over what the job has found. A problem that people can mend is kept, any other is raised."""
        job, self.job = self.job, None
        if job is None:
            return
        importing, self.importing = self.importing, False
        try:
            answer = job.outcome()
        except SalesDashError as problem:
            self.problem = problem.with_traceback(None)  # which would hold this object and with it the file
            self.problem.__cause__ = self.problem.__context__ = None
            self.preview = self.preview if importing else None
            return
        self.problem = None
        if importing:
            jobs.wake()
            self.result = answer
        else:
            self.preview = answer


def current() -> Upload | None:
    """The file that is being looked at, if any."""
    return st.session_state.get(_KEY)


def begin(upload: Upload) -> None:
    """Makes ``upload`` the current one."""
    clear()
    st.session_state[_KEY] = upload


def clear() -> None:
    """Forgets the current file, which is deleted as soon as no job reads it any more."""
    upload = st.session_state.pop(_KEY, None)
    if upload is None:
        return
    if upload.job is None:
        upload.parked.remove()
    elif not upload.importing:
        upload.job.cancel()


def clear_result(batch: int) -> None:
    """Forgets the current file if it is the one of this import, which has been undone."""
    upload = current()
    if upload is not None and upload.result is not None and upload.result.batch == batch:
        clear()
