package io.plumbline.tensor;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** What the operating system said, in words for a message and without names of Java's classes. */
public final class SystemMessage {
  private SystemMessage() {}

  /** Why reading, writing or connecting failed, the end of a sentence. */
  public static String of(IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied -> "permissions forbid it: " + denied.getFile();
      case FileAlreadyExistsException taken -> "there is one already: " + taken.getFile();
      case NoSuchFileException missing -> "there is no " + missing.getFile();
      case NotDirectoryException file -> "this is no folder: " + file.getFile();
      case DirectoryNotEmptyException full -> "the folder is not empty: " + full.getFile();
      case FileSystemException told -> Objects.requireNonNullElse(told.getMessage(), "no reason");
      case UnknownHostException _ -> "its name cannot be resolved";
      case ClosedChannelException _ -> "it is closed";
      default -> Objects.requireNonNullElse(failure.getMessage(), "no reason was given");
    };
  }
}
