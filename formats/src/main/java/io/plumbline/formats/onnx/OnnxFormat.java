package io.plumbline.formats.onnx;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.source.ModelReader;
import io.plumbline.formats.source.SourceHashes;
import io.plumbline.formats.source.SourceModel;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** ONNX: one file of any name. */
public final class OnnxFormat implements ModelReader {
  @Override
  public boolean recognises(ModelFiles files) {
    return files.prototxt().isEmpty();
  }

  @Override
  public SourceModel read(
      ModelFiles files, Function<List<String>, ? extends Map<String, Shape>> shapes) {
    OnnxFile file = OnnxReader.readFile(files.model());
    return new SourceModel(
        file.graph(),
        new SourceHashes(file.sha256(), file.externalSha256(), Optional.empty()),
        file.external(),
        List.of());
  }
}
