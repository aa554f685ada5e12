package io.plumbline.formats.program;

/**
 * Something in a container contradicts the format; the reader turns it into an error with the
 * file's name.
 */
final class MalformedProgram extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedProgram(String message) {
    super(message);
  }
}
