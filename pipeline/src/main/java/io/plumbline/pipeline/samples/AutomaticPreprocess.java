package io.plumbline.pipeline.samples;

import io.plumbline.data.picture.Preprocess;
import io.plumbline.data.picture.ReadMode;
import io.plumbline.data.picture.Transformer;
import io.plumbline.data.picture.Transformers;
import io.plumbline.runtime.Port;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import io.plumbline.tensor.colour.PictureType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The preparation that {@code preprocess_on} stands for: skimage's reader, a resize to the model's
 * size that does not keep proportions, pixels 0…255 in the training colour space and layout.
 */
final class AutomaticPreprocess {
  private static final Map<String, Object> INTERLEAVED = Map.of("data_format", "HWC");

  private AutomaticPreprocess() {}

  /**
   * @param port the training picture: its dims say the size
   */
  static Preprocess of(PictureInput input, Port port) {
    long height = port.dims().get(input.trainingLayout().heightAxis());
    long width = port.dims().get(input.trainingLayout().heightAxis() + 1);
    List<Transformer> steps = new ArrayList<>();
    steps.add(
        Transformers.of(
            "ResizeTransformer",
            Map.of("target_size", List.of(height, width), "mode", "skimage", "method", 1L)));
    steps.add(Transformers.of("ScaleTransformer", Map.of("scale_value", 255.0)));
    colour(input.training()).forEach(name -> steps.add(Transformers.of(name, INTERLEAVED)));
    if (input.trainingLayout() == PictureLayout.NCHW) {
      steps.add(Transformers.of("HWC2CHWTransformer", Map.of()));
    }
    return new Preprocess(ReadMode.SKIMAGE, steps);
  }

  private static List<String> colour(PictureType training) {
    return switch (training) {
      case RGB, NV12, FEATUREMAP -> List.of();
      case BGR -> List.of("RGB2BGRTransformer");
      case YUV444 -> List.of("RGB2YUV444Transformer");
      case GRAY -> List.of("RGB2GRAYTransformer");
    };
  }
}
