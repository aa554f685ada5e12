package io.plumbline.device.wire;

import java.util.Arrays;

/** What a frame says; its number is its first byte. */
public enum Kind {
  /** The client asks whether a module is there: its digest. */
  HAS(1),
  /** The client has a module to send: digest, bytes. After {@link #GO} its bytes follow. */
  PUT(2),
  /** The client chooses a module: digest, executor or the empty text. */
  OPEN(3),
  /** The client runs what it chose: input offset, names to fetch, number of tensors that follow. */
  RUN(4),
  /** The client wants times of instructions: as {@link #RUN}, with frames in place of names. */
  PROFILE(5),

  /** Yes or no: one byte. */
  FLAG(64),
  /** The bytes may come. */
  GO(65),
  /** A module stands ready: what it is. */
  OPENED(66),
  /** A tensor follows: its name. */
  TENSOR(67),
  /** Times of instructions. */
  TIMES(68),
  /** It went wrong: who must act, code, where, message, remedy. The connection stays. */
  FAILED(69),
  /** The run has ended, and all its tensors were sent. */
  DONE(70);

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Whether clients send it. */
  public boolean isRequest() {
    return number < FLAG.number;
  }

  static Kind of(int number) throws WireException {
    return Arrays.stream(values())
        .filter(kind -> kind.number == number)
        .findFirst()
        .orElseThrow(
            () ->
                TlsRecordException.begins(number)
                    ? new TlsRecordException()
                    : new WireException("no frame has the number " + number));
  }
}
