"""The command line as a user meets it: a process, bytes, an exit status, one line for each thing that is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import Run

TEXT = "骨关节炎（OA）患者的软骨细胞与IL-6。\n"


def lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8").splitlines()


def one_line(raw: bytes) -> str:
    said = lines(raw)
    assert len(said) == 1, said
    assert said[0].startswith("zhengming: ")
    return said[0]


def test_annotate_json_has_the_contracts_shape(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("annotate", "--json", "a.txt")
    record = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert record["id"] == "a.txt"
    assert record["text"] == TEXT
    assert list(record) == ["id", "text", "annotations", "definitions", "lexicon", "tool"]
    first = record["annotations"][0]
    assert {"start", "end", "text", "concept", "en", "zh", "abbr", "category", "score", "via"} <= first.keys()
    assert all(TEXT[a["start"] : a["end"]] == a["text"] for a in record["annotations"])
    assert record["definitions"][0]["short"] == "OA"
    assert record["lexicon"].startswith("2026.1+")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_a_pipe_is_utf8_whatever_the_locale(run: Run, encoding: str) -> None:
    done = run("annotate", "-", stdin=TEXT.encode(), PYTHONIOENCODING=encoding, LC_ALL="C")
    assert done.returncode == 0
    table = [line.split("\t") for line in lines(done.stdout)]
    assert [row[3] for row in table] == ["text", "骨关节炎", "OA", "软骨细胞", "IL-6"]


def test_standard_input_is_the_default_in_a_pipe(run: Run) -> None:
    assert run("annotate", stdin=TEXT.encode()).stdout == run("annotate", "-", stdin=TEXT.encode()).stdout


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "big5"])
def test_encodings_of_chinese_users(run: Run, tmp_path: Path, encoding: str) -> None:
    text = "膝關節骨關節炎的軟骨病變與發炎反應有關，治療後患者疼痛減輕。\n" if encoding == "big5" else TEXT * 2
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    done = run("annotate", "--json", "a.txt")
    assert done.returncode == 0
    assert json.loads(done.stdout)["text"] == text
    if encoding == "utf-8-sig":
        assert done.stderr == b""
    else:
        assert "read as" in one_line(done.stderr)
        assert "--encoding" in one_line(done.stderr)


def test_encoding_can_be_forced(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("软骨".encode("gbk"))
    assert json.loads(run("annotate", "--json", "--encoding", "gbk", "a.txt").stdout)["text"] == "软骨"
    done = run("annotate", "--encoding", "utf-8", "a.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "a.txt: not utf-8 (byte 0)" in one_line(done.stderr)
    assert "no encoding called 'klingon'" in one_line(run("annotate", "--encoding", "klingon", "a.txt").stderr)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "not text (PDF)"),
        (b"PK\x03\x04\x14\x00\x06\x00", "not text (ZIP (DOCX, XLSX))"),
        (bytes(range(256)) * 8, "not text"),
    ],
)
def test_binary_files(run: Run, tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    done = run("annotate", "a.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in one_line(done.stderr)


def test_the_good_files_are_done_when_others_fail(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x89PNG\r\n")
    done = run("annotate", "--json", "missing.txt", "b.txt", "a.txt")
    assert done.returncode == 3
    assert [json.loads(line)["id"] for line in lines(done.stdout)] == ["a.txt"]
    said = lines(done.stderr)
    assert len(said) == 2
    assert "missing.txt: no such file" in said[0]
    assert "b.txt: not text (PNG)" in said[1]


def test_a_missing_file_alone(run: Run) -> None:
    done = run("annotate", "missing.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert one_line(done.stderr) == "zhengming: missing.txt: no such file: check the name"


def test_folders(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "b.txt").write_text("OA 软骨", encoding="utf-8")
    (tmp_path / "in" / "deep" / "a.jsonl").write_text('{"id": "x", "text": "外泌体"}\n', encoding="utf-8")
    (tmp_path / "in" / "c.png").write_bytes(b"\x89PNG")
    done = run("annotate", "--json", "in")
    assert [json.loads(line)["id"] for line in lines(done.stdout)] == ["in/b.txt", "x"]
    (tmp_path / "empty").mkdir()
    assert "no file ending in" in one_line(run("annotate", "empty").stderr)


def test_empty_and_nul(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "nul.txt").write_bytes("软骨\0与滑膜\n".encode())
    done = run("annotate", "--json", "empty.txt", "nul.txt")
    assert done.returncode == 0
    assert [len(json.loads(line)["annotations"]) for line in lines(done.stdout)] == [0, 2]
    assert ["empty" in lines(done.stderr)[0], "NUL" in lines(done.stderr)[1]] == [True, True]


def test_broken_bytes_in_utf8_are_replaced_and_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode() * 9 + b"\xff" + TEXT.encode())
    done = run("annotate", "--json", "a.txt")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["annotations"]) == 40
    assert "U+FFFD" in one_line(done.stderr)


def test_json_lines_with_bad_lines_and_surrogates(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "\\ud800软骨"}\nnot json\n{"id": 7}\n{"id": 8, "text": "滑膜"}\n', encoding="utf-8"
    )
    done = run("annotate", "--json", "a.jsonl")
    assert done.returncode == 3
    records = [json.loads(line) for line in lines(done.stdout)]
    assert [(r["id"], r["annotations"][0]["text"]) for r in records] == [("a.jsonl:1", "软骨"), ("8", "滑膜")]
    assert ["a.jsonl:2" in lines(done.stderr)[0], "a.jsonl:3" in lines(done.stderr)[1]] == [True, True]


def test_lines_and_line_ends_stay(run: Run) -> None:
    done = run("annotate", "--json", "--lines", "-", stdin="软骨\r\n\r\n滑膜".encode())
    assert [json.loads(line)["id"] for line in lines(done.stdout)] == ["-:1", "-:3"]
    done = run("annotate", "--json", "-", stdin="\ufeff软\r\n骨".encode())
    record = json.loads(done.stdout)
    assert record["text"] == "软\r\n骨"
    assert record["annotations"][0]["end"] == 4


def test_html_is_one_safe_page(run: Run, tmp_path: Path) -> None:
    (tmp_path / "<b>.txt").write_text("<script>alert(1)</script> OA 软骨 </div>", encoding="utf-8")
    done = run("annotate", "<b>.txt", "--format", "html", "-o", "out.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;b&gt;.txt" in page
    assert page.count("<mark ") == 2
    assert "http" not in page.replace("http-equiv", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["<b>.txt", "out.html"]


def test_unwritable_output_leaves_nothing(run: Run, tmp_path: Path) -> None:
    done = run("annotate", "-", "-o", "no/such/folder.html", stdin=TEXT.encode())
    assert done.returncode == 2
    assert "no/such/folder.html: cannot be written" in one_line(done.stderr)
    (tmp_path / "taken").mkdir()
    done = run("annotate", "-", "--json", "-o", "taken", stdin=TEXT.encode())
    assert done.returncode == 2
    assert "taken: cannot be written" in one_line(done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_an_input_is_never_overwritten(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = run("annotate", "a.txt", "-o", "./a.txt")
    assert done.returncode == 2
    assert "is an input" in one_line(done.stderr)
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TEXT


def test_ambiguous_strings_are_never_silently_one(run: Run) -> None:
    done = run("normalize", "--to", "en", "AA")
    assert (done.returncode, done.stdout) == (1, b"\n")
    assert "'AA' is ambiguous" in one_line(done.stderr)


def test_explain_goes_into_a_file(run: Run, tmp_path: Path) -> None:
    done = run("annotate", "-", "--explain", "-o", "e.txt", stdin=TEXT.encode())
    assert (done.returncode, done.stdout) == (0, b"")
    assert "match.find" in (tmp_path / "e.txt").read_text(encoding="utf-8")


def test_json_lines_in_a_pipe_are_known(run: Run) -> None:
    done = run("annotate", "--json", stdin='{"id": "x", "text": "软骨"}\n'.encode())
    assert json.loads(done.stdout)["id"] == "x"


def test_no_result_file_where_nothing_could_be_read(run: Run, tmp_path: Path) -> None:
    assert run("annotate", "missing.txt", "--format", "html", "-o", "out.html").returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["annotate", "--format", "htlm"], "did you mean html"),
        (["annotate", "--workers", "0"], "--workers 0: must be 1 or more"),
        (["annotate", "--workers", "many"], "--workers"),
        (["annotate", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
        (["normalize", "--to", "fr", "OA"], "--to fr"),
        (["lookup"], "missing argument: QUERY"),
        (["annotate", "--json", "--format", "html"], "leave one of them out"),
        (["--lang", "fr", "lookup", "OA"], "--lang fr"),
        (["lookup", "OA", "--lexicon", "nowhere"], "lexicon not found: nowhere"),
    ],
)
def test_wrong_usage_is_one_line_and_two(run: Run, arguments: list[str], message: str) -> None:
    done = run(*arguments, stdin=b"x")
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in one_line(done.stderr)


def test_a_broken_lexicon_names_file_line_value_and_rule(run: Run, small_lexicon: Path) -> None:
    names = small_lexicon / "names" / "disease.tsv"
    good = names.read_text(encoding="utf-8")
    for bad, message in [
        ("osteoarthritis\tZM:zzzzzz\tx\ten\tsynonym\t\tusage\t\n", "disease.tsv:4: no concept has the id 'ZM:zzzzzz'"),
        ("osteoarthritis\tZM:aaaaa2\tx\ten\n", "disease.tsv:4: 4 fields, must be 8"),
        ("osteoarthritis\tZM:aaaaa2\tx\ten\tnickname\t\tusage\t\n", "disease.tsv:4: 'nickname' is not one of"),
    ]:
        names.write_text(good + bad, encoding="utf-8")
        done = run("lookup", "OA", "--lexicon", str(small_lexicon))
        assert done.returncode == 2
        assert message in one_line(done.stderr)
    names.write_bytes(good.encode() + b"\xff\n")
    assert "not UTF-8" in one_line(run("lookup", "OA", "--lexicon", str(small_lexicon)).stderr)


def test_lookup_and_its_status(run: Run) -> None:
    done = run("lookup", "NP", "--json")
    senses = json.loads(done.stdout)["senses"]
    assert done.returncode == 0
    assert any(sense["concept"] is None and sense["en"] == "nucleus pulposus" for sense in senses)
    done = run("lookup", "ADMCSs")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "near names: " in one_line(done.stderr)
    assert "AD-MSC" in one_line(done.stderr)
    assert run("lookup", "--json", "OA", "xyzzy").returncode == 1


def test_lookup_card_has_both_languages_and_the_source(run: Run) -> None:
    card = run("lookup", "aggrecan").stdout.decode()
    assert "聚集蛋白聚糖" in card
    assert "HGNC:319" in card
    assert "review §1.1" in card
    assert "类别" in run("lookup", "aggrecan", "--lang", "zh").stdout.decode()


def test_normalize_and_its_status(run: Run) -> None:
    done = run("normalize", "--to", "zh", "BMSCs", "xyzzy", "osteoarthrosis")
    assert done.returncode == 1
    assert lines(done.stdout) == ["骨髓间充质干细胞", "", "骨关节炎"]
    done = run("normalize", "--json", "-", stdin="IL6\n白细胞介素-7\n".encode())
    records = [json.loads(line) for line in lines(done.stdout)]
    assert [len(r["matches"]) for r in records] == [1, 0]
    assert records[0]["matches"][0]["steps"] == ["variants.seams"]


@pytest.mark.parametrize("command", [["define"], ["define", "--json"], ["annotate"], ["annotate", "--explain"]])
def test_nothing_to_read_writes_nothing(run: Run, tmp_path: Path, command: list[str]) -> None:
    done = run(*command, "missing.txt", "-o", "out.tsv")
    assert (done.returncode, done.stdout) == (2, b"")
    assert one_line(done.stderr) == "zhengming: missing.txt: no such file: check the name"
    assert not list(tmp_path.iterdir())


def test_definitions_with_surrogates_go_into_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "\\ud800", "text": "骨关节炎（osteoarthritis，OA）"}\n', encoding="utf-8")
    assert run("define", "a.jsonl", "-o", "out.tsv").returncode == 0
    row = (tmp_path / "out.tsv").read_text(encoding="utf-8").splitlines()[1].split("\t")
    assert row[:1] + row[3:6] == ["\ufffd", "OA", "osteoarthritis", "骨关节炎"]


@pytest.mark.parametrize(
    ("name", "begins"), [("a.jsonl", "{"), ("a.ndjson", "{"), ("a.htm", "<"), ("a.tsv", "document\t")]
)
def test_the_output_files_name_tells_the_format(run: Run, tmp_path: Path, name: str, begins: str) -> None:
    assert run("annotate", "-o", name, stdin=TEXT.encode()).returncode == 0
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_define(run: Run) -> None:
    done = run("define", "--json", "-", stdin="髓核（nucleus pulposus，NP）".encode())
    assert json.loads(done.stdout)["definitions"] == [
        {"short": "NP", "long_en": "nucleus pulposus", "long_zh": "髓核", "start": 0, "end": 23, "concept": None}
    ]


def test_stats_and_lint(run: Run, small_lexicon: Path) -> None:
    counts = json.loads(run("lexicon", "stats", "--json").stdout)
    assert counts["concepts"] > 700
    assert counts["names"] > 8000
    done = run("lexicon", "lint", str(small_lexicon))
    assert done.returncode == 0
    assert "no problem" in one_line(done.stderr)
    names = small_lexicon / "names" / "disease.tsv"
    names.write_text(
        names.read_text(encoding="utf-8") + "osteoarthritis\tZM:aaaaa2\tdjd \ten\tsynonym\t\tusage\t\n",
        encoding="utf-8",
    )
    done = run("lexicon", "lint", "--json", str(small_lexicon))
    assert done.returncode == 1
    assert {json.loads(line)["rule"] for line in lines(done.stdout)} == {"characters.spaces", "order"}


@pytest.mark.parametrize(
    "command", [[], ["annotate"], ["lookup"], ["normalize"], ["define"], ["lexicon"], ["lexicon", "lint"]]
)
def test_help_in_both_languages(run: Run, command: list[str]) -> None:
    english, chinese = run(*command, "--help"), run(*command, "--help", LC_ALL="zh_CN.UTF-8")
    assert english.returncode == chinese.returncode == 0
    assert english.stdout.isascii() or "ZM:…" in english.stdout.decode()
    said = chinese.stdout.decode()
    assert "显示本帮助并退出" in said
    assert "Show this message" not in said
    assert run("--lang", "zh", *command, "--help").stdout == chinese.stdout


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith(b"zhengming 0.1.0, lexicon 2026.1+")


def test_interrupt_is_130_and_leaves_no_file(tmp_path: Path) -> None:
    text = "软骨与骨关节炎。" * 200_000
    for name in "abcdefgh":
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", "from zhengming.cli import main; main()", "annotate", "--json", "-o", "out.jsonl", "."],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert b"Traceback" not in said
    assert not (tmp_path / "out.jsonl").exists()


def test_a_closed_pipe_is_no_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT * 5000, encoding="utf-8")
    code = "from zhengming.cli import main; main()"
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -c '{code}' annotate a.txt | head -n 1"],
        cwd=tmp_path, capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.startswith(b"document\t")
    assert done.stderr == b""
