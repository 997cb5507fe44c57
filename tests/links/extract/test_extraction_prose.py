"""Whole lists of addresses in prose as abstracts and digests have it: every address a reader would open, no other."""

from __future__ import annotations

import pytest

from components.links.extract.extraction import find_urls

GH = "https://github.com/"
ENDS = [
    ("Code: https://github.com/lab/tool.", [GH + "lab/tool"]),
    ("The code (https://github.com/lab/tool) is public.", [GH + "lab/tool"]),
    ("The code (see https://github.com/lab/tool).", [GH + "lab/tool"]),
    ("Is it at https://github.com/lab/tool?", [GH + "lab/tool"]),
    ("Try it at https://demo.example.org/!", ["https://demo.example.org/"]),
    ("Code, https://github.com/lab/tool, and data.", [GH + "lab/tool"]),
    ("Code at https://github.com/lab/tool; data at https://zenodo.org/records/1234567.",
     [GH + "lab/tool", "https://zenodo.org/records/1234567"]),
    ("“https://github.com/lab/tool”", [GH + "lab/tool"]),
    ("‘https://github.com/lab/tool’.", [GH + "lab/tool"]),
    ("«https://github.com/lab/tool»", [GH + "lab/tool"]),
    ("<https://github.com/lab/tool>", [GH + "lab/tool"]),
    ("[https://github.com/lab/tool]", [GH + "lab/tool"]),
    ("{https://github.com/lab/tool}", [GH + "lab/tool"]),
    ("**https://github.com/lab/tool**", [GH + "lab/tool"]),
    ("_https://github.com/lab/tool_", [GH + "lab/tool"]),
    ("`https://github.com/lab/tool`", [GH + "lab/tool"]),
    ("https://github.com/lab/tool...", [GH + "lab/tool"]),
    ("https://github.com/lab/tool…", [GH + "lab/tool"]),
    ("https://github.com/lab/tool’s issues", [GH + "lab/tool"]),
    ("https://github.com/lab/tool's issues", [GH + "lab/tool"]),
    ("https://github.com/lab/tool—our code", [GH + "lab/tool"]),
    ("https://github.com/lab/tool – our code", [GH + "lab/tool"]),
    ("https://github.com/lab/tool [12].", [GH + "lab/tool"]),
    ("https://github.com/lab/tool[12].", [GH + "lab/tool"]),
    ("https://github.com/lab/tool.git.", [GH + "lab/tool.git"]),
    ("https://github.com/lab/tool/tree/v1.0.2.", [GH + "lab/tool/tree/v1.0.2"]),
    ("https://github.com/lab/tool#readme.", [GH + "lab/tool#readme"]),
    ("https://github.com/lab/tool/blob/main/a_b.ipynb),", [GH + "lab/tool/blob/main/a_b.ipynb"]),
    ("https://en.wikipedia.org/wiki/Rock_(geology).", ["https://en.wikipedia.org/wiki/Rock_(geology)"]),
    ("(https://en.wikipedia.org/wiki/Rock_(geology))", ["https://en.wikipedia.org/wiki/Rock_(geology)"]),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s.", ["https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=10s"]),
    ("https://doi.org/10.1016/S0140-6736(20)30183-5.", ["https://doi.org/10.1016/S0140-6736(20)30183-5"]),
    ("https://example.org/a?b=c,d;e=f,", ["https://example.org/a?b=c,d;e=f"]),
    ("https://example.org/a%20b.pdf.", ["https://example.org/a%20b.pdf"]),
    ("https://example.org/~ada/engine/.", ["https://example.org/~ada/engine/"]),
    ("https://example.org:8080/demo.", ["https://example.org:8080/demo"]),
    ("http://192.0.2.7/demo.", ["http://192.0.2.7/demo"]),
    ("https://example.org/#/model/3.", ["https://example.org/#/model/3"]),
    ("https://example.org/@ada/post.", ["https://example.org/@ada/post"]),
]  # fmt: skip

GLUED = [
    ("available athttps://github.com/lab/tool.", [GH + "lab/tool"]),
    ("Code:https://github.com/lab/tool", [GH + "lab/tool"]),
    ("website:www.example.org/lab.", ["https://www.example.org/lab"]),
    ("at https://github.com/lab/tool.Our method", [GH + "lab/tool"]),
    ("at https://github.com/lab/tool.The results", [GH + "lab/tool"]),
    ("https://github.com/lab/toolhttps://lab.github.io/tool/", [GH + "lab/tool", "https://lab.github.io/tool/"]),
    ("https://github.com/lab/tool,https://lab.github.io/tool/", [GH + "lab/tool", "https://lab.github.io/tool/"]),
    ("https://github.com/lab/tool;https://lab.github.io/tool/", [GH + "lab/tool", "https://lab.github.io/tool/"]),
    ("https://github.com/lab/tool/https://huggingface.co/lab/tool", None),
    ("at https://https://github.com/lab/tool.", [GH + "lab/tool"]),
    ("at http://https://github.com/lab/tool.", [GH + "lab/tool"]),
    ("https://web.archive.org/web/2020/https://example.org/a.", ["https://web.archive.org/web/2020/https://example.org/a"]),
    ("at https: //github.com/lab/tool.", [GH + "lab/tool"]),
    ("at https:// github.com/lab/tool.", [GH + "lab/tool"]),
    ("at https//github.com/lab/tool.", [GH + "lab/tool"]),
    ("at https:/github.com/lab/tool.", [GH + "lab/tool"]),
    ("at htttps://github.com/lab/tool.", [GH + "lab/tool"]),
    ("at ttps://github.com/lab/tool.", [GH + "lab/tool"]),
    ("at HTTPS://GitHub.com/Lab/Tool.", [GH + "Lab/Tool"]),
    ("https://lab.github.io/tool.We show", ["https://lab.github.io/tool"]),
    ("https://lab.github.io.In this work", ["https://lab.github.io"]),
    ("Code:github.com/lab/tool", [GH + "lab/tool"]),
    ("(github.com/lab/tool)", [GH + "lab/tool"]),
    ("at github.com/lab/tool, with weights", [GH + "lab/tool"]),
]  # fmt: skip

TEX = [
    (r"Code is at \url{https://github.com/lab/tool}.", [GH + "lab/tool"]),
    (r"Code is at \url{github.com/lab/tool}.", [GH + "lab/tool"]),
    (r"Code is \href{https://github.com/lab/tool}{here}.", [GH + "lab/tool"]),
    (r"Code is \href{https://github.com/lab/tool}{https://github.com/lab/tool}.", [GH + "lab/tool"]),
    (r"\href{https://lab.github.io/tool/}{\textbf{Project page}}", ["https://lab.github.io/tool/"]),
    (r"\href {https://lab.github.io/tool/} {page}", ["https://lab.github.io/tool/"]),
    (r"\footnote{Code: \url{https://github.com/lab/tool}}", [GH + "lab/tool"]),
    (r"\footnote{https://github.com/lab/tool.}", [GH + "lab/tool"]),
    (r"https://github.com/lab/a\_tool\_b.", [GH + "lab/a_tool_b"]),
    (r"http://www.cs.example.edu/$\sim$ada/", ["http://www.cs.example.edu/~ada/"]),
    (r"http://www.cs.example.edu/\~{}ada/", ["http://www.cs.example.edu/~ada/"]),
    (r"http://www.cs.example.edu/\textasciitilde ada/", ["http://www.cs.example.edu/~ada/"]),
    (r"https://example.org/a\%20b\&c", ["https://example.org/a%20b&c"]),
    (r"\texttt{https://github.com/lab/tool}.", [GH + "lab/tool"]),
    (r"{\tt https://github.com/lab/tool}.", [GH + "lab/tool"]),
    (r"{\color{blue} https://github.com/lab/tool}", [GH + "lab/tool"]),
    (r"\textit{https://github.com/lab/tool}", [GH + "lab/tool"]),
    (r"\underline{\url{https://github.com/lab/tool}}", [GH + "lab/tool"]),
    (r"see\\https://github.com/lab/tool", [GH + "lab/tool"]),
    (r"at \url{https://github.com/lab/tool}, \url{https://zenodo.org/records/7}.", [GH + "lab/tool", "https://zenodo.org/records/7"]),
    (r"\url{https://anonymous.4open.science/r/tool-1A2B/}", ["https://anonymous.4open.science/r/tool-1A2B/"]),
    (r"\nolinkurl{example.org/data}", ["https://example.org/data"]),
]  # fmt: skip

MARKUP = [
    ("[code](https://github.com/lab/tool)", [GH + "lab/tool"]),
    ("[code](https://github.com/lab/tool), [data](https://zenodo.org/records/7)",
     [GH + "lab/tool", "https://zenodo.org/records/7"]),
    ("[rock](https://en.wikipedia.org/wiki/Rock_(geology))", ["https://en.wikipedia.org/wiki/Rock_(geology)"]),
    ('[code](https://github.com/lab/tool "Title")', [GH + "lab/tool"]),
    ("[code](<https://github.com/lab/tool>)", [GH + "lab/tool"]),
    ('<a href="https://github.com/lab/tool">code</a>', [GH + "lab/tool"]),
    ("<a href='https://github.com/lab/tool' target=_blank>https://github.com/lab/tool</a>.", [GH + "lab/tool"]),
    ("https://example.org/a?x=1&amp;y=2", ["https://example.org/a?x=1&y=2"]),
    ("Code: https://github.com/lab/tool<br>Data: https://zenodo.org/records/7<br/>",
     [GH + "lab/tool", "https://zenodo.org/records/7"]),
    ("| code | https://github.com/lab/tool | 12 |", [GH + "lab/tool"]),
    ("- https://github.com/lab/tool\n- https://huggingface.co/lab/tool\n",
     [GH + "lab/tool", "https://huggingface.co/lab/tool"]),
    ("1. https://github.com/lab/tool\n2. https://huggingface.co/lab/tool", [GH + "lab/tool", "https://huggingface.co/lab/tool"]),
    ("[1]: https://github.com/lab/tool\n[2]: https://lab.github.io", [GH + "lab/tool", "https://lab.github.io"]),
    ("url = {https://github.com/lab/tool},", [GH + "lab/tool"]),
    ('"url": "https://github.com/lab/tool",', [GH + "lab/tool"]),
    ("Paper: https://arxiv.org/abs/2404.06773v2 (PDF: https://arxiv.org/pdf/2404.06773)",
     ["https://arxiv.org/abs/2404.06773v2", "https://arxiv.org/pdf/2404.06773"]),
]  # fmt: skip

WRAPPED = [
    ("at https://github.com/lab/\ntool-kit_2.", [GH + "lab/tool-kit_2"]),
    ("at https://github.com/\nlab/tool.", [GH + "lab/tool"]),
    ("at https://github.com/lab/tool-\nkit.", [GH + "lab/tool-kit"]),
    ("at https://github.com/lab/tool\nOur method is new.", [GH + "lab/tool"]),
    ("at https://github.com/lab/tool.\nhttps://lab.github.io", [GH + "lab/tool", "https://lab.github.io"]),
    ("at https://example.org/a?b=\n12.", ["https://example.org/a?b=12"]),
    ("at\nhttps://github.com/lab/tool\n", [GH + "lab/tool"]),
    ("at https://lab.github.io/\nWe also release data.", ["https://lab.github.io/"]),
]

BARE = [
    ("The project page is lab.github.io/tool.", ["https://lab.github.io/tool"]),
    ("Visit www.example.org for more.", ["https://www.example.org"]),
    ("Code is available at gitlab.com/lab/tool.", ["https://gitlab.com/lab/tool"]),
    ("Models: huggingface.co/lab/tool-7b.", ["https://huggingface.co/lab/tool-7b"]),
    ("Data: doi.org/10.5281/zenodo.7654321.", ["https://doi.org/10.5281/zenodo.7654321"]),
    ("Watch youtu.be/dQw4w9WgXcQ.", ["https://youtu.be/dQw4w9WgXcQ"]),
    ("The demo is hosted at tool.lab.example.edu.", ["https://tool.lab.example.edu"]),
    ("Project page: tool-bench.org", ["https://tool-bench.org"]),
    ("Our benchmark is available at toolbench.com.", ["https://toolbench.com"]),
    ("Try it at lab-tool.hf.space.", ["https://lab-tool.hf.space"]),
    ("Documentation: tool.readthedocs.io.", ["https://tool.readthedocs.io"]),
    ("Data are available from physionet.org/content/mimiciv/2.2/.", ["https://physionet.org/content/mimiciv/2.2/"]),
    ("See arxiv.org/abs/2404.06773.", ["https://arxiv.org/abs/2404.06773"]),
    ("Demo: tool.vercel.app", ["https://tool.vercel.app"]),
]

NOTHING = [
    "Run train.py and then eval.py.",
    "We use ASP.NET, Node.js and Vue.js.",
    "suitable for deployment.In contrast, others",
    "as shown by Smith et al.In this work",
    "The model.It is fast.And small.",
    "We report e.g. accuracy, i.e. the share, vs. chance.",
    "Write to ada.lovelace@example.org or {ada,bob}@cs.example.edu.",
    "Llama-3.1-8B beats Qwen2.5-VL.No tuning.",
    "version 1.2.3 and 10.5281/zenodo.7654321",
    "We compare with Booking.com and Amazon.com reviews.",
    "README.md, main.rs, run.sh and config.json",
    "The U.S. and the U.K. differ, cf. Fig.2 and Eq.3.",
    "arXiv:2404.06773 and arXiv.org hold preprints.",
    "torch.nn.Linear, np.array and os.path.join are used.",
    "the this https URL of the abstract",
    "https:// and http://",
    "Character.AI and Cohere.ai are companies.",
    "OpenAI.In addition, GPT-4.To our knowledge",
    "We obtain 87.5%.at a cost of 3.2x",
    "p<0.001, r=.45, F(1.23)=4.5",
    "files such as data.csv, model.pt and weights.zip",
    "hosted on GitHub.com and Hugging Face",
    "mailto:ada@example.org",
    "ftp://example.org/file and git@github.com:lab/tool",
    "foo.bar.baz is a dotted name",
    "w.r.t. the baseline, a.k.a. SOTA",
]

SCRIPTS = [
    ("代码见https://github.com/lab/tool。", [GH + "lab/tool"]),
    ("代码：https://github.com/lab/tool，数据：https://zenodo.org/records/7。",
     [GH + "lab/tool", "https://zenodo.org/records/7"]),
    ("（https://github.com/lab/tool）", [GH + "lab/tool"]),
    ("「https://github.com/lab/tool」", [GH + "lab/tool"]),
    ("項目頁https://lab.github.io/tool/上找到", ["https://lab.github.io/tool/"]),
    ("코드는 https://github.com/lab/tool에서", [GH + "lab/tool"]),
    ("Код: https://github.com/lab/tool, данные", [GH + "lab/tool"]),
    ("https://münchen.de/straße.", ["https://xn--mnchen-3ya.de/stra%C3%9Fe"]),
    ("https://例え.jp/パス", ["https://xn--r8jz45g.jp/"]),
    ("https://github.com/lab/tool🚀", [GH + "lab/tool"]),
    ("➡️https://github.com/lab/tool⬅️", [GH + "lab/tool"]),
    ("https://github.com/lab/\u200btool", [GH + "lab/tool"]),
    ("at\u00a0https://github.com/lab/tool\u00a0now", [GH + "lab/tool"]),
    ("https://fr.wikipedia.org/wiki/Énergie.", ["https://fr.wikipedia.org/wiki/%C3%89nergie"]),
]  # fmt: skip

DAMAGED = [
    ("Project page: https://ada- engine. github. io/projects/gmt/.", ["https://ada-engine.github.io/projects/gmt/"]),
    ("available at: https://4d- pretraining.github.io/. We", ["https://4d-pretraining.github.io/"]),
    ("at https://github. com/lab/tool/).", [GH + "lab/tool/"]),
    ("at https://github$.$com/lab/tool", [GH + "lab/tool"]),
    ("at https://lab.github$.io/tool/", ["https://lab.github.io/tool/"]),
    ("at https://githubhttps://github.com/lab/tool", [GH + "lab/tool"]),
    ("at https://github.com/lab/tool}{https://github.com/lab/tool}.", [GH + "lab/tool"]),
    ("at https://lab.org/tool/{this URL}.", ["https://lab.org/tool/"]),
    ("at https://github.com/lab/tool.Warning: this paper", [GH + "lab/tool"]),
    ("at https://github.com/lab/tool.(The complete", [GH + "lab/tool"]),
    ("Page : https://www.lab. ch/paper/tool/", ["https://www.lab.ch/paper/tool/"]),
    (r"release our code at: \verb+github.com/lab/tool+.", [GH + "lab/tool"]),
    (r"at \verb|https://github.com/lab/a_b|, and", [GH + "lab/a_b"]),
    ("The code is available atgithub.com/lab/tool.", [GH + "lab/tool"]),
    ("weights inhuggingface.co/lab/tool", ["https://huggingface.co/lab/tool"]),
    ("available viawww.example.org now", ["https://www.example.org"]),
    ("hosted on (toolbench.com/)", ["https://toolbench.com/"]),
    ("The data (rmc.lab.de/s3li_dataset) is", ["https://rmc.lab.de/s3li_dataset"]),
    ("at https://github.c10pom/lab/tool.", []),
    ("released on huggingface.co.", []),
    ("crawled from slashdot.org, which", []),
    ("https://lab.github.io.https://github.com/lab/tool", ["https://lab.github.io", GH + "lab/tool"]),
    ("https://github.com/lab/tool%29%3B", [GH + "lab/tool"]),
    (
        "https://cdecl.example.com/?q=int+%28*f%29+%28float+*%29%3B",
        ["https://cdecl.example.com/?q=int+%28*f%29+%28float+*%29%3B"],
    ),
    ("https://github.com/lab/tool\u2212kit", [GH + "lab/tool-kit"]),
    ("http://✪df.ws/123", ["http://xn--df-oiy.ws/123"]),
    ("http://☺.damowmow.com/", ["http://xn--74h.damowmow.com/"]),
    ("http://➡.ws", ["http://xn--hgi.ws"]),
    ("https://lab.github.io➡", ["https://lab.github.io"]),
    ("https://lab.org✨", ["https://lab.org"]),
]

CASES = [*ENDS, *GLUED, *TEX, *MARKUP, *WRAPPED, *BARE, *((text, []) for text in NOTHING), *SCRIPTS, *DAMAGED]


@pytest.mark.parametrize(("text", "urls"), [case for case in CASES if case[1] is not None])
def test_the_whole_list_is_right(text: str, urls: list[str]) -> None:
    assert find_urls(text) == urls


@pytest.mark.parametrize(("text", "urls"), [case for case in CASES if case[1]])
def test_inside_a_longer_text(text: str, urls: list[str]) -> None:
    assert (
        find_urls(f"We present a method that is 3.5 times as fast as others.\n\n{text}\n\nIt works, e.g., well.")
        == urls
    )
