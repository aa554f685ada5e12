package io.plumbline.runtime.served;

/** Starts processes that serve one module. */
public interface Runners extends AutoCloseable {
  /** What runs where, for messages. */
  String where();

  /**
   * Starts one.
   *
   * @throws io.plumbline.tensor.EnvironmentException when it cannot be started
   */
  Runner start();

  /** Gives back what starting them needs. */
  @Override
  void close();
}
