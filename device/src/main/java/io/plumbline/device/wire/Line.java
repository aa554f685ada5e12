package io.plumbline.device.wire;

import io.plumbline.tensor.DType;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** Both directions of a connection. One thread at a time uses it. */
public final class Line {
  private static final int MOST_AXES = 64;

  /** By the number that stands for each. */
  private static final List<DType> TYPES =
      List.of(
          DType.FLOAT32,
          DType.FLOAT64,
          DType.FLOAT16,
          DType.BFLOAT16,
          DType.INT8,
          DType.UINT8,
          DType.INT16,
          DType.UINT16,
          DType.INT32,
          DType.UINT32,
          DType.INT64,
          DType.UINT64,
          DType.BOOL);

  private final DataInputStream in;
  private final DataOutputStream out;

  public Line(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(new BufferedOutputStream(out, Protocol.PIECE));
  }

  /** Says who is there; a client's first word. */
  public void greet(String token) throws IOException {
    out.writeInt(Protocol.MAGIC);
    out.writeShort(Protocol.VERSION);
    out.write(Protocol.proof(token));
    out.flush();
  }

  /**
   * The version that a client speaks; empty when it is no client or does not know the token.
   * Nothing was answered then, and nothing should be.
   */
  public Optional<Integer> greeted(String token) throws IOException {
    int magic = in.readInt();
    int version = in.readUnsignedShort();
    byte[] proof = new byte[Protocol.GREETING - Integer.BYTES - Short.BYTES];
    in.readFully(proof);
    boolean known = MessageDigest.isEqual(proof, Protocol.proof(token));
    return known && magic == Protocol.MAGIC ? Optional.of(version) : Optional.empty();
  }

  public void send(Frame frame) throws IOException {
    frame.write(out);
  }

  public void flush() throws IOException {
    out.flush();
  }

  /**
   * The next frame; empty where the other side has ended.
   *
   * @param begun called when its first byte is there
   */
  public Optional<Received> next(Runnable begun) throws IOException {
    int number = in.read();
    if (number < 0) {
      return Optional.empty();
    }
    begun.run();
    return Optional.of(rest(number));
  }

  /** The next frame, which must come. */
  public Received await() throws IOException {
    return rest(in.readUnsignedByte());
  }

  private Received rest(int number) throws IOException {
    Kind kind = Kind.of(number);
    int length = in.readInt();
    if (length < 0 || length > Protocol.MOST_FRAME) {
      throw new WireException("a frame %s announces %s bytes".formatted(kind, length));
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a frame %s ends early".formatted(kind));
    }
    return new Received(kind, bytes);
  }

  /** Takes bytes that follow a frame, piece by piece. */
  public void take(long length, Piece each) throws IOException {
    byte[] piece = new byte[(int) Math.min(length, Protocol.PIECE)];
    for (long done = 0; done < length; ) {
      int read = in.read(piece, 0, (int) Math.min(piece.length, length - done));
      if (read < 0) {
        throw new EOFException("%s of %s bytes came".formatted(done, length));
      }
      each.take(piece, read);
      done += read;
    }
  }

  /** What becomes of bytes. */
  @FunctionalInterface
  public interface Piece {
    void take(byte[] bytes, int length) throws IOException;
  }

  /** Sends bytes after a frame. */
  public void give(MemorySegment bytes) throws IOException {
    byte[] piece = new byte[(int) Math.min(bytes.byteSize(), Protocol.PIECE)];
    for (long done = 0; done < bytes.byteSize(); done += piece.length) {
      int part = (int) Math.min(piece.length, bytes.byteSize() - done);
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, done, piece, 0, part);
      out.write(piece, 0, part);
    }
  }

  /** Sends a tensor: dtype, axes, extents, bytes in the order of memory, little-endian. */
  public void give(Tensor tensor) throws IOException {
    out.writeByte(TYPES.indexOf(tensor.dtype()));
    long[] dims = tensor.shape().toArray();
    out.writeByte(dims.length);
    for (long dim : dims) {
      out.writeLong(dim);
    }
    give(tensor.data());
  }

  /**
   * Takes a tensor.
   *
   * @param most bytes it may have
   */
  public Tensor tensor(long most) throws IOException {
    int dtype = in.readUnsignedByte();
    int axes = in.readUnsignedByte();
    if (dtype >= TYPES.size() || axes > MOST_AXES) {
      throw new WireException("no tensor has dtype %s and %s axes".formatted(dtype, axes));
    }
    long[] dims = new long[axes];
    long bytes = TYPES.get(dtype).bytes();
    for (int axis = 0; axis < axes; axis++) {
      dims[axis] = in.readLong();
      if (dims[axis] < 0 || dims[axis] > most || (dims[axis] != 0 && bytes > most / dims[axis])) {
        throw new WireException("a tensor has more than the %s bytes it may".formatted(most));
      }
      bytes *= dims[axis];
    }
    Tensor tensor = Tensor.allocate(TYPES.get(dtype), Shape.of(dims));
    MemorySegment data = tensor.data();
    long[] done = {0};
    take(
        bytes,
        (piece, length) -> {
          MemorySegment.copy(piece, 0, data, ValueLayout.JAVA_BYTE, done[0], length);
          done[0] += length;
        });
    return tensor;
  }
}
