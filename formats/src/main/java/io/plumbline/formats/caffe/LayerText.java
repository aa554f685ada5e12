package io.plumbline.formats.caffe;

import java.util.List;

/**
 * One layer as the prototxt describes it.
 *
 * @param type in the words of V2, such as {@code InnerProduct}
 */
record LayerText(
    String name, String type, List<String> bottoms, List<String> tops, TextMessage fields) {
  LayerText {
    bottoms = List.copyOf(bottoms);
    tops = List.copyOf(tops);
  }
}
