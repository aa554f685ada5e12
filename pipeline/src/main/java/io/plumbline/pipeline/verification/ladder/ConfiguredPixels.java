package io.plumbline.pipeline.verification.ladder;

import io.plumbline.graph.input.InputPreparation;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.ColourMap;
import io.plumbline.tensor.colour.PictureInput;
import io.plumbline.tensor.colour.PictureLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Samples of a model that takes pictures as the network behind them gets them: colour map, mean and
 * scale computed here in float64, beside the convolution that does it in the model.
 *
 * @param source of tensors in the intermediate type
 * @param preparations by input, as configured
 */
record ConfiguredPixels(SampleSource source, SequencedMap<String, InputPreparation> preparations)
    implements SampleSource {
  @Override
  public int size() {
    return source.size();
  }

  @Override
  public String name(int index) {
    return source.name(index);
  }

  @Override
  public Optional<Map<String, Tensor>> load(int index) {
    return source.load(index).map(this::trained);
  }

  private Map<String, Tensor> trained(Map<String, Tensor> sample) {
    Map<String, Tensor> trained = new LinkedHashMap<>();
    sample.forEach(
        (name, tensor) -> {
          InputPreparation preparation = preparations.get(name);
          trained.put(name, preparation == null ? tensor : trained(tensor, preparation));
        });
    return trained;
  }

  private static Tensor trained(Tensor pixels, InputPreparation preparation) {
    PictureInput picture = preparation.picture();
    Shape shape = pixels.shape();
    int height = shape.intDim(picture.layout().heightAxis());
    int width = shape.intDim(picture.layout().heightAxis() + 1);
    int channels = shape.intDim(picture.layout().channelAxis());
    ColourMap map = picture.toTraining();
    int plane = height * width;
    float[] result = new float[Math.toIntExact(shape.elements())];
    for (int position = 0; position < shape.intDim(0) * plane; position++) {
      int start = position / plane * plane * channels;
      int pixel = position % plane;
      for (int channel = 0; channel < channels; channel++) {
        double value =
            picture.mapsColours()
                ? map.apply(
                    channel,
                    at(pixels, picture.layout(), start, pixel, 0, plane, channels),
                    at(pixels, picture.layout(), start, pixel, 1, plane, channels),
                    at(pixels, picture.layout(), start, pixel, 2, plane, channels))
                : at(pixels, picture.layout(), start, pixel, channel, plane, channels);
        int index = start + index(picture.trainingLayout(), pixel, channel, plane, channels);
        result[index] =
            (float)
                ((value - value(preparation.mean(), channel))
                    * value(preparation.scale(), channel));
      }
    }
    Shape trained =
        picture.trainingLayout() == PictureLayout.NHWC
            ? Shape.of(shape.intDim(0), height, width, channels)
            : Shape.of(shape.intDim(0), channels, height, width);
    return Tensor.of(trained, result);
  }

  private static double value(List<Double> values, int channel) {
    return values.get(values.size() == 1 ? 0 : channel);
  }

  private static double at(
      Tensor pixels,
      PictureLayout layout,
      int start,
      int pixel,
      int channel,
      int plane,
      int channels) {
    return pixels.getDouble(start + index(layout, pixel, channel, plane, channels))
        + PictureInput.OFFSET;
  }

  private static int index(PictureLayout layout, int pixel, int channel, int plane, int channels) {
    return layout == PictureLayout.NHWC ? pixel * channels + channel : channel * plane + pixel;
  }
}
