"""Plans, builds and installs editions, and the site around them."""

FORMATS = ("html", "epub", "bundle")
"""The formats of editions."""

PREVIEW_FORMATS = tuple(form for form in FORMATS if form != "bundle")
"""The formats that people read."""

TASK_MODULES = (
    "cellulite_content.pipeline.gate.tasks",
    "cellulite_content.pipeline.publish.locales.tasks",
)
"""The names of the modules that the fork server imports before it is asked for a process."""
