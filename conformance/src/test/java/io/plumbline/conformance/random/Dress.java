package io.plumbline.conformance.random;

import com.google.protobuf.InvalidProtocolBufferException;
import io.plumbline.formats.wire.ModelProto;
import java.util.Random;

/** Says what a model says in another way. */
interface Dress {
  /** As it is. */
  Dress NONE = (model, random) -> model;

  ModelProto on(ModelProto model, Random random);

  /** The message of model bytes. */
  static ModelProto parsed(byte[] bytes) {
    try {
      return ModelProto.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
