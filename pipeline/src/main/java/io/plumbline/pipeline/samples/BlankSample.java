package io.plumbline.pipeline.samples;

import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/** Samples that show a model nothing: pictures of one colour, and what is as even as they are. */
public final class BlankSample {
  /** Channels of pictures that hold them last. */
  private static final int MOST_CHANNELS = 4;

  private BlankSample() {}

  /**
   * Whether each plane of each input is one number. Of inputs with fewer than four axes the whole
   * tensor is the plane; a sample all of whose inputs have at most two axes is never blank, as
   * single numbers say nothing.
   */
  public static boolean is(Map<String, Tensor> sample) {
    return sample.values().stream().allMatch(BlankSample::isFlat)
        && sample.values().stream().anyMatch(tensor -> tensor.shape().rank() > 2);
  }

  private static boolean isFlat(Tensor tensor) {
    int rank = tensor.shape().rank();
    if (rank < 4) {
      return isConstant(tensor.toFloats());
    }
    boolean last = tensor.shape().dim(rank - 1) <= MOST_CHANNELS;
    return last ? isFlatByPixel(tensor) : isFlatByPlane(tensor);
  }

  private static boolean isFlatByPlane(Tensor tensor) {
    int rank = tensor.shape().rank();
    int plane = tensor.shape().intDim(rank - 1) * tensor.shape().intDim(rank - 2);
    float[] values = tensor.toFloats();
    for (int from = 0; from + plane <= values.length; from += plane) {
      if (!isConstant(Arrays.copyOfRange(values, from, from + plane))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFlatByPixel(Tensor tensor) {
    int channels = tensor.shape().intDim(tensor.shape().rank() - 1);
    float[] values = tensor.toFloats();
    for (int place = channels; place < values.length; place++) {
      if (values[place] != values[place - channels]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isConstant(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }
}
