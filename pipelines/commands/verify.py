"""The command that proves what was recorded: `duibiao verify`."""

from __future__ import annotations

import json
import sys
from contextlib import nullcontext
from dataclasses import asdict

import click

from metrics.settings import data_folder
from pipelines.commands.intake import EXIT_REFUSED, sentences


@click.command()
@click.option(
    "--head", metavar="HASH", help="别处保存的 head:查出尾部被截去 · A head kept elsewhere: finds a cut tail."
)
@click.option("--reread", is_flag=True, help="重新读取归档的文件,列出与收件时读法不同之处 · Read archived files again.")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print JSON for scripts.")
def verify(head: str | None, reread: bool, as_json: bool) -> None:
    """核对记录和归档未被改动 · Prove that journal and archive are as they were recorded.

    逐行核对 journal.jsonl 的哈希链,并核对归档、隔离的文件及办结记录。有出入时退出码为 1。请把打印的 head 保存在别处。
    Holds the chain of journal.jsonl, and every archived, quarantined and closing file, against their hashes. With
    --reread what today's code would read otherwise is listed, too; it changes nothing. The exit code is 1 when anything
    differs. Keep the head that is printed somewhere else.
    """
    from pipelines.archive import Archive
    from pipelines.reports.again import Rereading
    from pipelines.verify import verify as prove

    raw_folder = data_folder() / "raw"
    with sentences(), Rereading(raw_folder) if reread else nullcontext() as rereading:
        proof = prove(Archive(raw_folder), head, rereading)
    if as_json:
        facts = {"head": asdict(proof.head) if proof.head else None, "line_count": proof.line_count,
                 "file_count": proof.file_count, "is_tail_proven": head is not None and not proof.findings,
                 "findings": [finding.as_dict() for finding in proof.findings]}  # fmt: skip
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        for finding in proof.findings:
            click.echo(finding.text(), err=True)
        lines, files, faults = proof.line_count, proof.file_count, len(proof.findings)
        click.echo(f"记录 {lines} 行,文件 {files} 个,有出入 {faults} 处")
        click.echo(f"lines: {lines}, files: {files}, not as recorded: {faults}")
        if proof.head is not None:
            click.echo(f"head {proof.head.hash}")
        if head is None:
            click.echo("尾部是否被截去,只能与别处保存的 head 对照:--head")
            click.echo("whether its end was cut off can only be told against a head kept elsewhere: --head")
    if proof.findings:
        sys.exit(EXIT_REFUSED)
