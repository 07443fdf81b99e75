"""Build what Open SDG publishes: `python build_sdg.py FOLDER OUTPUT`, as in sdg-build's own example open_sdg.py."""

import sys
from pathlib import Path

import sdg

folder, output = Path(sys.argv[1]), sys.argv[2]
data = sdg.inputs.InputCsvData(path_pattern=str(folder / "data/*.csv"))
meta = sdg.inputs.InputYamlMeta(path_pattern=str(folder / "meta/*.yml"), git=False)
schema = sdg.schemas.SchemaInputOpenSdg(schema_path=str(folder / "prose.yml"))
built = sdg.outputs.OutputOpenSdg([data, meta], schema, output_folder=output)
sys.exit(0 if built.validate() and built.execute() else 1)
