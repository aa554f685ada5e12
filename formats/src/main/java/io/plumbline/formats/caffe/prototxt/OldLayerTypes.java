package io.plumbline.formats.caffe.prototxt;

import java.util.List;
import java.util.Map;

/** The enumeration by which V1 names layer types, in the words of V2. */
public final class OldLayerTypes {
  /** Words whose V2 name is not the same letters in capital-case. */
  private static final Map<String, String> SPECIAL =
      Map.ofEntries(
          Map.entry("ABSVAL", "AbsVal"),
          Map.entry("ARGMAX", "ArgMax"),
          Map.entry("BNLL", "BNLL"),
          Map.entry("HDF5_DATA", "HDF5Data"),
          Map.entry("HDF5_OUTPUT", "HDF5Output"),
          Map.entry("IM2COL", "Im2col"),
          Map.entry("LRN", "LRN"),
          Map.entry("MVN", "MVN"),
          Map.entry("PRELU", "PReLU"),
          Map.entry("RELU", "ReLU"),
          Map.entry("SOFTMAX_LOSS", "SoftmaxWithLoss"),
          Map.entry("TANH", "TanH"));

  /** By number, as the file format assigns them. */
  private static final List<String> WORDS =
      List.of(
          "NONE",
          "ACCURACY",
          "BNLL",
          "CONCAT",
          "CONVOLUTION",
          "DATA",
          "DROPOUT",
          "EUCLIDEAN_LOSS",
          "FLATTEN",
          "HDF5_DATA",
          "HDF5_OUTPUT",
          "IM2COL",
          "IMAGE_DATA",
          "INFOGAIN_LOSS",
          "INNER_PRODUCT",
          "LRN",
          "MULTINOMIAL_LOGISTIC_LOSS",
          "POOLING",
          "RELU",
          "SIGMOID",
          "SOFTMAX",
          "SOFTMAX_LOSS",
          "SPLIT",
          "TANH",
          "WINDOW_DATA",
          "ELTWISE",
          "POWER",
          "SIGMOID_CROSS_ENTROPY_LOSS",
          "HINGE_LOSS",
          "MEMORY_DATA",
          "ARGMAX",
          "THRESHOLD",
          "DUMMY_DATA",
          "SLICE",
          "MVN",
          "ABSVAL",
          "SILENCE",
          "CONTRASTIVE_LOSS",
          "EXP",
          "DECONVOLUTION");

  private OldLayerTypes() {}

  /** The V2 name of a word or a number of the enumeration. */
  public static String today(String text) {
    String word = text;
    if (text.matches("[0-9]{1,2}") && Integer.parseInt(text) < WORDS.size()) {
      word = WORDS.get(Integer.parseInt(text));
    }
    String special = SPECIAL.get(word);
    if (special != null) {
      return special;
    }
    StringBuilder name = new StringBuilder();
    boolean capital = true;
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter == '_') {
        capital = true;
      } else {
        name.append(capital ? letter : Character.toLowerCase(letter));
        capital = false;
      }
    }
    return name.toString();
  }
}
