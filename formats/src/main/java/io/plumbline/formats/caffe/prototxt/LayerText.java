package io.plumbline.formats.caffe.prototxt;

import java.util.List;

/**
 * One layer as the prototxt describes it.
 *
 * @param type in the words of V2, such as {@code InnerProduct}
 */
public record LayerText(
    String name, String type, List<String> bottoms, List<String> tops, TextMessage fields) {
  public LayerText {
    bottoms = List.copyOf(bottoms);
    tops = List.copyOf(tops);
  }
}
