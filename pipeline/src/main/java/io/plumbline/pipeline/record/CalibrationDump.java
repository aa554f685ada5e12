package io.plumbline.pipeline.record;

import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.NpyFile;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.file.TensorFileNames;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The samples that calibration saw, as files: one folder for each input. */
final class CalibrationDump {
  private static final String FOLDER = "calibration_data";

  private CalibrationDump() {}

  /** Writes every sample that can be used, and says where. */
  static Path write(SampleSource samples, Path working) {
    Path folder = folder(working);
    for (int index = 0; index < samples.size(); index++) {
      String name = String.format(Locale.ROOT, "%05d.npy", index);
      samples.load(index).ifPresent(sample -> write(sample, folder, name));
    }
    return folder;
  }

  /** Where the samples go. */
  static Path folder(Path working) {
    return working.resolve(FOLDER);
  }

  private static void write(Map<String, Tensor> sample, Path folder, String name) {
    Map<String, String> names = TensorFileNames.of(sample.keySet());
    sample.forEach(
        (input, tensor) ->
            NpyFile.write(folder.resolve(String.valueOf(names.get(input))).resolve(name), tensor));
  }
}
