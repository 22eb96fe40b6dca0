"""Hostile translations of Markdown: each tries to read a file, to run a program, to lead elsewhere,
to deceive readers, or to disappear."""

from __future__ import annotations

PLAIN = "Plain words."
RICH = "Running is *good*, see [the clinic](https://clinic.example/) and the note. [^one]"
PLACES = "See {ref}`the table <table>`, [the part](#part), [the list](../index.rst) and `code`."

CANARY = "canary-7f3a"
"""What no output may contain: the text of a file that translations try to read."""

HOSTILE: tuple[tuple[str, str], ...] = (
    # Directives, which read files, run programs or define things
    *(
        (PLAIN, text)
        for text in (
            "```{include} ../secret.txt\n```",
            "Words\n\n```{include} ../secret.txt\n```",
            "```{literalinclude} ../secret.txt\n```",
            ":::{include} ../secret.txt\n:::",
            "~~~{raw} html\n<script>alert(1)</script>\n~~~",
            "```{eval-rst}\n.. include:: ../secret.txt\n```",
            "```{eval-rst}\n.. raw:: html\n   :file: ../secret.txt\n```",
            "```{csv-table}\n:file: ../secret.txt\n```",
            "```{role} evil(raw)\n:format: html\n```",
            "```{toctree}\n../secret\n```",
            "```{math}\na\n```",
            "```{figure} ../secret.txt\n```",
            "$$\na\n$$",
            # HTML
            "<script>alert(1)</script>",
            "Words <img src=x onerror=alert(1)>",
            "Words <b>bold</b>",
            "<!-- gone -->",
            "<div>\nWords\n</div>",
            "<iframe src='https://evil.example'></iframe>",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "Words <svg/onload=alert(1)>",
            "<?php echo 1 ?>",
            "<![CDATA[x]]>",
            # Links, pictures and addresses
            "[Words](javascript:alert(1)) <https://evil.example>",
            "[Words](https://evil.example)",
            "[Words][evil]\n\n[evil]: https://evil.example",
            "[evil]: https://evil.example 'Words'",
            "<https://evil.example>",
            "<evil@evil.example>",
            "[Words](../secret.txt)",
            "[Words](path:../secret.txt)",
            "[Words](project:../secret.txt)",
            "[Words](inv:evil#x)",
            "<inv:evil#x>",
            "<project:#part>",
            "[](#part)",
            "[Words](#part)",
            "![Words](../secret.txt)",
            "![Words](https://evil.example/x.png)",
            "[![Words](x.svg)](https://evil.example)",
            # Roles
            "{download}`../secret.txt`",
            "{raw}`<b>`",
            "{eval}`1`",
            "{ref}`table`",
            "{doc}`/index`",
            "{sub-ref}`name`",
            "{py:func}`os.system`",
            "{term}`words`",
            "{math}`a`",
            "$a < b$",
            "{numref}`table`",
            # Notes, places, comments and other blocks
            "Words [^one]",
            "Words [^evil]\n\n[^evil]: Words",
            "[^evil]: Words",
            "(part)=",
            "(part)=\nWords",
            "% a comment",
            "+++",
            "---\ntitle: Words\n---\nWords",
            "# Words",
            "Words\n=====",
            "> Words",
            "- Words\n- more",
            "| a | b |\n|---|---|\n| c | d |",
            "Words\n\nmore words",
            "***",
            "Words  \nand more",
            "Words\\\nand more",
            "```\nWords\n```",
            "\tWords\n\n\tmore",
            # Characters
            "Words &#x202E;sdrow",
            "Words &#8232; more",
            "&#x200B;",
            "&nbsp;",
            "&ZeroWidthSpace;",
            "W\u202ewords",
            "Words # noqa",
            "*" * 80 + "Words" + "*" * 80,
            "[" * 90 + "Words" + "](a)" * 40,
        )
    ),
    *(
        (RICH, text)
        for text in (
            "Laufen ist *gut*, siehe [die Klinik](https://evil.example/) und die Note. [^one]",
            "Laufen ist *gut*, siehe [die Klinik](http://clinic.example/) und die Note. [^one]",
            "Laufen ist *gut*, siehe [die Klinik](https://clinic.example/ 'title'). [^one]",
            "Laufen ist *gut*, siehe [](https://clinic.example/) und die Note. [^one]",
            "Laufen ist *gut*, siehe [die Klinik][x] und die Note. [^one]",
            "Laufen ist *gut*, siehe [die Klinik](https://clinic.example/){.x onclick=y}. [^two]",
            "Laufen ist *gut*, siehe die Klinik und die Note. [^one]",
            "Laufen ist *gut*, siehe [die Klinik](https://clinic.example/) und die Note.",
            "[die Klinik](https://clinic.example/) ![x](https://clinic.example/) *x* [^one]",
            "[![x](/etc/passwd)](https://clinic.example/) *gut* [^one]",
            "[die Klinik](https://clinic.example/)[^one]\n\n[^one]: Neue *Note*",
        )
    ),
    *(
        (PLACES, text)
        for text in (
            "Siehe {ref}`die Tabelle <part>`, [Teil](#part), [Liste](../index.rst) und `code`.",
            "Siehe {ref}`die Tabelle <table>`, [Teil](#evil), [Liste](../index.rst) und `code`.",
            "Siehe {ref}`die Tabelle <table>`, [Teil](#part), [Liste](../secret.txt) und `code`.",
            "Siehe {ref}`die Tabelle <table>`, [Teil](#part), [Liste](/index.rst) und `code`.",
            "Siehe {download}`die Tabelle <table>`, [Teil](#part), [Liste](../index.rst), `code`.",
            "Siehe {ref}`!Tabelle <table>`, [Teil](#part), [Liste](../index.rst) und `code`.",
            "Siehe {ref}`so <table>`, [Teil](https://a.example#part), [x](../index.rst) `code`.",
        )
    ),
)

HARMLESS: tuple[tuple[str, str], ...] = (
    (PLAIN, "1. Mai"),
    (PLAIN, "- so"),
    (PLAIN, "1\\. Mai"),
    (PLAIN, "Ein *Wort* und **mehr**."),
    (PLAIN, "Ein `Wort`, a_b_c, 2 * 3, Leser*innen"),
    (PLAIN, "{{ env.srcdir }} {% x %} ${x} {x}"),
    (PLAIN, "5 &lt; 6, R&D, &copy;"),
    (PLAIN, "Wörter: mehr::"),
    (PLAIN, "[ ] nichts [x] (y) ^z ~~so~~ :so: ==a=="),
    (PLAIN, "Wörter\nin zwei Zeilen."),
    (PLAIN, "<javascript:alert(1)>"),
    (PLAIN, ":name: value"),
    (PLAIN, "term\n: definition"),
    (RICH, "Siehe [die *Klinik*](https://clinic.example/) und die Note[^one]."),
    (RICH, "**Laufen** ist *gut* [^one], siehe [die Klinik](<https://clinic.example/>)."),
    (PLACES, "`code`, [Liste](../index.rst), [der Teil](#part), {ref}`Tabelle <table>`."),
)
"""Translations that pass, and are shown as Markdown without blocks reads them."""
