package io.plumbline.pipeline.record;

import io.plumbline.formats.onnx.OnnxWriter;
import io.plumbline.pipeline.request.Artifact;
import io.plumbline.pipeline.request.ArtifactPrefix;
import io.plumbline.pipeline.request.CompileRequest;
import io.plumbline.pipeline.samples.FolderData;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.EnvironmentException;
import io.plumbline.tensor.file.FolderLock;
import io.plumbline.tensor.file.Overwriting;
import io.plumbline.tensor.file.WritableFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder that artefacts go to. */
final class WorkingFolder {
  private static final String REMEDY =
      "choose another working folder (--working-dir, the key working_dir, or CompileRequest.into)";

  private WorkingFolder() {}

  /**
   * Makes the folder of a request, and holds that files of its prefix can be written there, by this
   * compilation alone until it gives the folder back.
   */
  static FolderLock take(CompileRequest request) {
    requirePrefix(request.prefix());
    Path folder = request.folder();
    Overwriting.refuse(inputs(request), outputs(request));
    WritableFolder.make(folder, "the working folder", REMEDY);
    return FolderLock.take(folder);
  }

  private static List<Path> inputs(CompileRequest request) {
    List<Path> inputs = new ArrayList<>();
    inputs.add(request.files().model());
    request.files().prototxt().ifPresent(inputs::add);
    request.plan().ifPresent(inputs::add);
    if (request.calibration() instanceof FolderData data) {
      inputs.addAll(data.folders());
      data.means().forEach(mean -> inputs.add(mean.file()));
    }
    return inputs;
  }

  /** Every file that a compilation may write. */
  static List<Path> outputs(CompileRequest request) {
    List<Path> outputs = new ArrayList<>();
    for (Artifact artifact : Artifact.values()) {
      Path file = request.file(artifact);
      outputs.add(file);
      outputs.add(file.resolveSibling(file.getFileName() + OnnxWriter.DATA_SUFFIX));
    }
    outputs.add(request.folder().resolve(CompilationLog.FILE_NAME));
    if (request.deployment().calibrationDump()) {
      outputs.add(CalibrationDump.folder(request.folder()));
    }
    return outputs;
  }

  /**
   * Takes away what an earlier compilation of the same prefix left, so that a folder never holds
   * artefacts of two.
   */
  static void clear(CompileRequest request) {
    for (Artifact artifact : Artifact.values()) {
      Path file = request.file(artifact);
      try {
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + OnnxWriter.DATA_SUFFIX));
      } catch (IOException e) {
        throw notWritable(request.folder(), "%s cannot be replaced: %s".formatted(file, e));
      }
    }
  }

  private static void requirePrefix(String prefix) {
    ArtifactPrefix.problem(prefix)
        .ifPresent(
            expected -> {
              throw new BadConfigurationException(
                  "compile.prefix",
                  "--prefix, output_model_file_prefix",
                  "expected %s, found '%s'".formatted(expected, prefix),
                  "give a short name; the working folder says where the files go");
            });
  }

  private static EnvironmentException notWritable(Path folder, String reason) {
    return new EnvironmentException(
        "environment.write",
        folder.toString(),
        "the working folder cannot be written: " + reason,
        REMEDY);
  }
}
