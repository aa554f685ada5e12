package io.plumbline.formats;

import io.plumbline.formats.caffe.CaffeFormat;
import io.plumbline.formats.onnx.OnnxFormat;
import io.plumbline.formats.program.ProgramReader;
import io.plumbline.formats.source.ModelFiles;
import io.plumbline.formats.source.ModelReader;
import io.plumbline.formats.source.SourceModel;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Every format a float model may have. */
public final class ModelFormats {
  /**
   * The first that recognises the files reads them; the last recognises all and says what is wrong.
   */
  private static final List<ModelReader> ALL = List.of(new CaffeFormat(), new OnnxFormat());

  private ModelFormats() {}

  /** Reads a model of any format, with the shapes its files have. */
  public static SourceModel read(ModelFiles files) {
    return read(files, inputs -> Map.of());
  }

  /**
   * Reads a model of any format.
   *
   * @param shapes what a user states for the inputs that the files have
   * @throws BadModelException when the file is an integer program
   * @throws io.plumbline.tensor.PlumblineException as {@link ModelReader#read} says
   */
  public static SourceModel read(
      ModelFiles files, Function<List<String>, ? extends Map<String, Shape>> shapes) {
    requireFloat(files);
    ModelReader reader =
        ALL.stream().filter(each -> each.recognises(files)).findFirst().orElseThrow();
    return reader.read(files, shapes);
  }

  private static void requireFloat(ModelFiles files) {
    if (files.prototxt().isEmpty() && ProgramReader.isProgram(files.model())) {
      throw new BadModelException(
          "model.program",
          files.model().toString(),
          "this is an integer program, which 'plumb compile' made of a float model",
          "give the float model; 'plumb infer', 'eval' and 'info' take integer programs");
    }
  }
}
