package io.plumbline.formats.caffe;

import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.source.ModelReader;
import io.plumbline.formats.source.SourceModel;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.ReadFailure;
import io.plumbline.tensor.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Caffe: weights in a caffemodel, the architecture in a prototxt. */
public final class CaffeFormat implements ModelReader {
  @Override
  public boolean recognises(ModelFiles files) {
    return files.prototxt().isPresent() || name(files).endsWith(".caffemodel");
  }

  @Override
  public SourceModel read(
      ModelFiles files, Function<List<String>, ? extends Map<String, Shape>> shapes) {
    if (name(files).endsWith(".onnx")) {
      throw new BadConfigurationException(
          "model.two-formats",
          files.model().toString(),
          "a prototxt is given for an .onnx model",
          "remove the prototxt, or give the .caffemodel");
    }
    if (!Files.isRegularFile(files.model())) {
      throw new BadModelException(
          "caffe.missing-file",
          files.model().toString(),
          Files.exists(files.model()) ? "this is not a file" : ReadFailure.missing(files.model()),
          "check the path");
    }
    Path prototxt = files.prototxt().orElseThrow(() -> withoutPrototxt(files));
    return CaffeReader.read(prototxt, files.model(), shapes.apply(CaffeReader.inputs(prototxt)));
  }

  private static BadConfigurationException withoutPrototxt(ModelFiles files) {
    return new BadConfigurationException(
        "model.no-prototxt",
        files.model().toString(),
        "a caffemodel holds weights only",
        "give the network's prototxt with --proto, or the key prototxt");
  }

  private static String name(ModelFiles files) {
    return files.model().toString().toLowerCase(Locale.ROOT);
  }
}
