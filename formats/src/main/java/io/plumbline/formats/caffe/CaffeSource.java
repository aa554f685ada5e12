package io.plumbline.formats.caffe;

import io.plumbline.tensor.BadModelException;

/** The file that errors name. */
record CaffeSource(String name) {
  BadModelException bad(String code, String message, String remedy) {
    return new BadModelException(code, name, message, remedy);
  }

  BadModelException bad(String code, int line, String message, String remedy) {
    return new BadModelException(code, name + ":" + line, message, remedy);
  }

  BadModelException bad(String code, String message, String remedy, Throwable cause) {
    return new BadModelException(code, name, message, remedy, cause);
  }
}
