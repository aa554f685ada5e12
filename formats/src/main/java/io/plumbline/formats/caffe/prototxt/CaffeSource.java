package io.plumbline.formats.caffe.prototxt;

import io.plumbline.tensor.BadModelException;

/** The file that errors name. */
public record CaffeSource(String name) {
  public BadModelException bad(String code, String message, String remedy) {
    return new BadModelException(code, name, message, remedy);
  }

  public BadModelException bad(String code, int line, String message, String remedy) {
    return new BadModelException(code, name + ":" + line, message, remedy);
  }

  public BadModelException bad(String code, String message, String remedy, Throwable cause) {
    return new BadModelException(code, name, message, remedy, cause);
  }
}
