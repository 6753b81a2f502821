//! A job's child process: started, watched, asked to stop, killed.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc;

use super::frame::{self, Parts};
use super::order::{Order, Progress, Told};
use super::problem::Problem;
use super::settings::Work;

/// How long a child may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(2);
/// Most bytes of one part that a child hands back.
const PART: usize = 1 << 30;

/// How a child ended.
#[derive(Debug)]
pub enum Outcome {
    /// With these parts.
    Done(Parts),
    /// It says that the job can't be done.
    Refused(Problem),
    /// It died, or said nothing sensible.
    Crashed(String),
    /// It was told to stop.
    Stopped,
}

/// Runs `order` in a child process; every progress is sent to `told`. It ends early once `stop` ends.
pub async fn run(
    work: &Work,
    order: &Order,
    parts: &Parts,
    told: &mpsc::Sender<Progress>,
    stop: impl Future<Output = ()>,
) -> Outcome {
    let mut command = Command::new(&work.program);
    command
        .arg("run-job")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        // What a crash prints may name what is in a feed: it isn't kept.
        .stderr(Stdio::null())
        // Memory that runs out while a backtrace is written leaves the standard library waiting for itself.
        .env("RUST_BACKTRACE", "0")
        .kill_on_drop(true);
    // Ctrl-C at a terminal is for the parent, which asks its children itself.
    #[cfg(unix)]
    command.process_group(0);
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Outcome::Crashed(format!("the solver process can't be started: {error}")),
    };
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Outcome::Crashed("the solver process has no pipes".to_owned());
    };
    let mut output = BufReader::new(output);
    let talk = async {
        send(&mut input, order, parts).await?;
        listen(&mut output, told).await
    };
    tokio::pin!(stop);
    let heard = tokio::select! {
        heard = tokio::time::timeout(deadline(order), talk) => heard,
        () = &mut stop => {
            end(&mut child, &mut input).await;
            return Outcome::Stopped;
        }
    };
    match heard {
        Ok(Ok(outcome)) => {
            let _ = tokio::time::timeout(GRACE, child.wait()).await;
            outcome
        }
        Ok(Err(error)) => {
            let status = tokio::time::timeout(GRACE, child.wait()).await;
            Outcome::Crashed(match status {
                Ok(Ok(status)) => died(status),
                _ => format!("the solver process broke off: {error}"),
            })
        }
        Err(_) => {
            end(&mut child, &mut input).await;
            Outcome::Crashed("the solver process was far beyond its time limit and was killed".to_owned())
        }
    }
}

/// How long a child may live: a study plans many times, and each plan has its limit.
fn deadline(order: &Order) -> Duration {
    let plans = match order.task {
        super::order::Task::Plan | super::order::Task::Base | super::order::Task::Scenario { .. } => 2.0,
        _ => 200.0,
    };
    Duration::try_from_secs_f64(order.effort.time_limit_s * plans + 120.0).unwrap_or(Duration::from_secs(86_400))
}

async fn send(input: &mut ChildStdin, order: &Order, parts: &Parts) -> io::Result<()> {
    let mut line = serde_json::to_vec(order)?;
    line.push(b'\n');
    input.write_all(&line).await?;
    for (_, bytes) in parts {
        input.write_all(bytes).await?;
    }
    input.flush().await
}

async fn listen(
    output: &mut BufReader<tokio::process::ChildStdout>,
    told: &mpsc::Sender<Progress>,
) -> io::Result<Outcome> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if output.read_until(b'\n', &mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match serde_json::from_slice(&line)? {
            // Whoever watches may lag behind: the next progress tells more.
            Told::Progress(progress) => _ = told.try_send(progress),
            Told::Failed { problem } => return Ok(Outcome::Refused(problem)),
            Told::Done { parts } => {
                let mut made = Parts::new();
                for (name, size) in parts {
                    if size > PART {
                        return Err(io::Error::other("a part is too large"));
                    }
                    let mut bytes = vec![0; size];
                    output.read_exact(&mut bytes).await?;
                    made.push((name, bytes));
                }
                return Ok(Outcome::Done(made));
            }
        }
    }
}

/// Asks a child to end, and makes it.
async fn end(child: &mut Child, input: &mut ChildStdin) {
    let _ = input.write_all(b"c").await;
    let _ = input.flush().await;
    if tokio::time::timeout(GRACE, child.wait()).await.is_err() {
        let _ = child.kill().await;
    }
}

fn died(status: ExitStatus) -> String {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        let why = match signal {
            6 => ", as it does when it runs out of the memory it may use",
            9 => ", killed from outside, e.g. by the system for want of memory",
            _ => "",
        };
        return format!("the solver process died of signal {signal}{why}");
    }
    match status.code() {
        Some(code) => format!("the solver process ended with code {code} and no result"),
        None => "the solver process ended without a result".to_owned(),
    }
}

/// The order with the parts' sizes filled in.
pub fn order(request: &super::order::Request, work: &Work, parts: &Parts) -> Order {
    Order {
        task: request.task.clone(),
        effort: request.effort,
        memory_mib: work.memory_mib,
        parts: frame::sizes(parts),
    }
}
