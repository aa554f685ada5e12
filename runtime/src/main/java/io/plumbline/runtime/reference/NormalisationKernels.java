package io.plumbline.runtime.reference;

import io.plumbline.runtime.arithmetic.ElementaryFunctions;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Program;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;

/** Softmax and layer normalisation along the last stored axes. */
final class NormalisationKernels {
  private NormalisationKernels() {}

  static Tensor softmax(Instruction.Softmax softmax, Program program, Tensor input) {
    ProgramValue value = program.value(softmax.input());
    int length = value.shape().intDim(-1);
    float[] distances = distancesFromLargest(value, input, length);
    for (int start = 0; start < distances.length; start += length) {
      if (softmax.logarithm()) {
        logSoftmaxRow(distances, start, length);
      } else {
        softmaxRow(distances, start, length);
      }
    }
    return QuantizationKernels.write(
        program.value(softmax.output()), program.rounding(), distances);
  }

  /**
   * Each element minus the largest of its row, in float32; quantized ones subtract as integers
   * before scaling.
   */
  private static float[] distancesFromLargest(ProgramValue value, Tensor input, int length) {
    boolean real = value.dtype() == DType.FLOAT32;
    float scale = real ? 1 : value.quant().scale();
    float[] elements = input.toFloats();
    for (int start = 0; start < elements.length; start += length) {
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = start; i < start + length; i++) {
        largest = Math.max(largest, elements[i]);
      }
      for (int i = start; i < start + length; i++) {
        elements[i] = (elements[i] - largest) * scale;
      }
    }
    return elements;
  }

  private static void softmaxRow(float[] row, int start, int length) {
    double sum = 0;
    for (int i = start; i < start + length; i++) {
      row[i] = ElementaryFunctions.exp(row[i]);
      sum += row[i];
    }
    float total = (float) sum;
    for (int i = start; i < start + length; i++) {
      row[i] = row[i] / total;
    }
  }

  private static void logSoftmaxRow(float[] row, int start, int length) {
    double sum = 0;
    for (int i = start; i < start + length; i++) {
      sum += ElementaryFunctions.exp(row[i]);
    }
    double logarithm = ElementaryFunctions.log(sum);
    for (int i = start; i < start + length; i++) {
      row[i] = (float) (row[i] - logarithm);
    }
  }

  static Tensor layerNorm(Instruction.LayerNorm norm, Program program, Tensor input) {
    ProgramValue value = program.value(norm.input());
    float[] scale = norm.scale().toFloats();
    float[] bias = norm.bias().toFloats();
    int length = 1;
    for (int axis = 1; axis <= norm.axes(); axis++) {
      length *= value.shape().intDim(-axis);
    }
    float[] elements =
        value.dtype() == DType.FLOAT32
            ? normaliseReals(input.toFloats(), length, norm.epsilon())
            : normaliseIntegers(value, input, length, norm.epsilon());
    for (int i = 0; i < elements.length; i++) {
      int at = i % length;
      elements[i] = elements[i] * scale[at % scale.length] + bias[at % bias.length];
    }
    return QuantizationKernels.write(program.value(norm.output()), program.rounding(), elements);
  }

  private static float[] normaliseIntegers(
      ProgramValue value, Tensor input, int length, float epsilon) {
    int[] centred = MatrixKernels.centred(value, input);
    float[] elements = new float[centred.length];
    double step = value.quant().scale();
    for (int start = 0; start < elements.length; start += length) {
      long sum = 0;
      long squares = 0;
      for (int i = start; i < start + length; i++) {
        sum += centred[i];
        squares += (long) centred[i] * centred[i];
      }
      double variance = (double) (length * squares - sum * sum) / ((double) length * length);
      double deviation = Math.sqrt(variance * step * step + epsilon);
      float factor = (float) (step / (deviation * length));
      for (int i = start; i < start + length; i++) {
        elements[i] = (float) ((long) length * centred[i] - sum) * factor;
      }
    }
    return elements;
  }

  private static float[] normaliseReals(float[] elements, int length, float epsilon) {
    for (int start = 0; start < elements.length; start += length) {
      double sum = 0;
      for (int i = start; i < start + length; i++) {
        sum += elements[i];
      }
      double mean = sum / length;
      double squares = 0;
      for (int i = start; i < start + length; i++) {
        double distance = elements[i] - mean;
        squares += distance * distance;
      }
      double factor = 1 / Math.sqrt(squares / length + epsilon);
      for (int i = start; i < start + length; i++) {
        elements[i] = (float) ((elements[i] - mean) * factor);
      }
    }
    return elements;
  }
}
