package io.plumbline.formats.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a file that is not what was expected is instead, by its first bytes. */
public final class FileNature {
  private static final int READ = 512;

  /**
   * @param bytes as characters of ISO 8859-1
   */
  private record Magic(int offset, String bytes, String words) {
    boolean begins(byte[] start) {
      byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
      int end = offset + wanted.length;
      return start.length >= end && Arrays.equals(start, offset, end, wanted, 0, wanted.length);
    }
  }

  private static final List<Magic> KNOWN =
      List.of(
          new Magic(257, "ustar", "a tar archive; unpack it"),
          new Magic(0, "\u001f\u008b", "a file packed by gzip; unpack it"),
          new Magic(
              0, "PK\u0003\u0004", "a ZIP archive, as PyTorch and Keras write; export to ONNX"),
          new Magic(0, "\u0089HDF", "an HDF5 file, as Keras writes; export to ONNX"),
          new Magic(4, "TFL3", "a TensorFlow Lite model; export to ONNX"),
          new Magic(0, "\u0080\u0002", "a pickled object, as PyTorch writes; export to ONNX"),
          new Magic(0, "\u0093NUMPY", "a NumPy array"),
          new Magic(0, "\u0089PNG", "a picture"),
          new Magic(0, "\u00ff\u00d8\u00ff", "a picture"));

  private FileNature() {}

  /** In words, such as {@code a tar archive; unpack it}; empty for what nobody can tell. */
  public static Optional<String> of(Path file) {
    return ofOtherThanText(file).or(() -> text(start(file)));
  }

  /** Likewise, where a text is what was expected. */
  public static Optional<String> ofOtherThanText(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.of("a folder; name a file in it");
    }
    byte[] start = start(file);
    return KNOWN.stream().filter(magic -> magic.begins(start)).map(Magic::words).findFirst();
  }

  /** The first bytes; none of a file that cannot be read. */
  private static byte[] start(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(READ);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** Texts that are given in place of models: configurations, the architecture of a Caffe model. */
  private static Optional<String> text(byte[] start) {
    String text;
    try {
      int whole = start.length < READ ? start.length : lastLine(start);
      text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(start, 0, whole)).toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    if (text.isBlank() || text.chars().anyMatch(c -> c < ' ' && !Character.isWhitespace(c))) {
      return Optional.empty();
    }
    return Optional.of(
        text.contains("layer {") || text.contains("layers {")
            ? "the text of a Caffe network; give the .caffemodel with it as --proto"
            : "a text; a configuration is given with --config, a model with --model");
  }

  private static int lastLine(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end == 0 ? bytes.length : end;
  }
}
