package io.plumbline.benchmarks.memory;

import io.plumbline.codegen.build.CCompiler;
import io.plumbline.codegen.emit.CEmitter;
import io.plumbline.codegen.emit.CSource;
import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.graph.Graph;
import io.plumbline.runtime.program.Program;
import io.plumbline.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as files, in every form in which it is measured.
 *
 * @param quantized folders of models with QuantizeLinear and DequantizeLinear
 * @param real folder of the float32 model
 * @param library folder of the emitted C, made for this processor
 * @param arenaBytes of that
 * @param constantBytes of that
 */
public record NetworkFolder(
    List<Path> quantized, Path real, Path library, long arenaBytes, long constantBytes) {
  public NetworkFolder {
    quantized = List.copyOf(quantized);
  }

  /**
   * Writes one.
   *
   * @param folder for all of it
   * @param program with one input
   * @param picture of that
   */
  public static NetworkFolder write(
      Path folder, Program program, List<Graph> quantized, Graph real, Tensor picture)
      throws IOException {
    List<Path> models = new ArrayList<>();
    for (Graph graph : quantized) {
      models.add(model(folder.resolve("quantized" + models.size()), graph, picture));
    }
    Path library = withPicture(folder.resolve("library"), picture);
    CSource source = CEmitter.emit(program, EmittedNetwork.SYMBOL);
    CCompiler.require().compile(source, library);
    Files.write(library.resolve(EmittedNetwork.CONSTANTS), source.weights().toBytes());
    long place = source.allocation().place(program.inputs().getFirst());
    long bytes = source.allocation().bytes();
    Files.writeString(library.resolve(EmittedNetwork.ARENA), bytes + " " + place);
    return new NetworkFolder(
        models,
        model(folder.resolve("real"), real, picture),
        library,
        bytes,
        source.weights().size());
  }

  private static Path model(Path folder, Graph graph, Tensor picture) throws IOException {
    OnnxWriter.write(graph, withPicture(folder, picture).resolve(OrtNetwork.MODEL));
    return folder;
  }

  private static Path withPicture(Path folder, Tensor picture) throws IOException {
    Files.createDirectories(folder);
    byte[] elements = picture.data().toArray(ValueLayout.JAVA_BYTE);
    Files.write(folder.resolve(MeasuredNetwork.PICTURE), elements);
    return folder;
  }
}
