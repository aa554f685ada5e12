@echo off
rem Runs Plumbline on Windows: finds a JDK 25 and starts the program that lies beside this file.
setlocal
set "home=%~dp0"
set "java=%home%java\bin\java.exe"
if not exist "%java%" if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
if not exist "%java%" set "java=java.exe"
if not exist "%home%lib" (
  echo error[environment.not-built]: there are no libraries beside this program 1>&2
  echo   where: %home%lib 1>&2
  echo   to do: unpack a zip that 'mvn -Duse -pl dist -am package' makes, and start its plumb.cmd 1>&2
  exit /b 4
)
"%java%" -version 2>&1 | findstr /r /c:"version .2[5-9]" /c:"version .[3-9][0-9]" >nul
if errorlevel 1 (
  echo error[environment.no-jdk]: no JDK 25 found 1>&2
  echo   where: JAVA_HOME and the PATH 1>&2
  echo   to do: install a JDK 25 or set JAVA_HOME to one 1>&2
  exit /b 4
)
set "ORT_DISABLE_TELEMETRY=1"
if not defined OPENCV_LOG_LEVEL set "OPENCV_LOG_LEVEL=SILENT"
"%java%" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:-UsePerfData -XX:+UseParallelGC ^
  -XX:-UseAdaptiveSizePolicy -XX:NewSize=24m -XX:MaxNewSize=24m -XX:SurvivorRatio=2 -XX:InitialTenuringThreshold=15 ^
  -Dplumbline.home="%home%." -Dplumbline.natives="%home%native" -Dorg.bytedeco.javacpp.cachedir="%home%native" ^
  %PLUMB_JAVA_OPTIONS% -cp "%home%lib\*" io.plumbline.cli.Main %*
exit /b %ERRORLEVEL%
