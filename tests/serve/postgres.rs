//! Debian's PostgreSQL, started by the tests themselves on loopback.

use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::support::until;

/// A server of one's own, which can be killed and begun again.
pub struct Postgres {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

/// Where the programs of PostgreSQL are.
fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found
        .pop()
        .expect("PostgreSQL is needed: apt-get install --no-install-recommends postgresql (make install-deps does)")
}

/// Runs a program as somebody who isn't root, as PostgreSQL wants it.
fn command(program: &str) -> Command {
    let path = programs().join(program);
    let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    if !root {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups"]).arg(path);
    command
}

impl Postgres {
    pub fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("onward-pg").tempdir_in("/tmp").unwrap();
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        #[cfg(unix)]
        for path in [folder.path(), &data] {
            std::os::unix::fs::PermissionsExt::set_mode(&mut fs::metadata(path).unwrap().permissions(), 0o777);
            Command::new("chmod").arg("777").arg(path).status().unwrap();
        }
        let made = command("initdb")
            .args(["-D", data.join("pg").to_str().unwrap(), "-U", "onward", "--auth=trust", "-E", "UTF8", "--no-sync"])
            .env("LC_ALL", "C.UTF-8")
            .current_dir("/tmp")
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Self { folder, port, child: None };
        server.begin();
        server
    }

    /// Begins it, after it was killed too.
    pub fn begin(&mut self) {
        let data = self.folder.path().join("data/pg");
        let child = command("postgres")
            .args(["-D", data.to_str().unwrap(), "-p", &self.port.to_string()])
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="])
            // After a death it would open and sync each of its files: seconds, where one call does.
            .args(["-c", "recovery_init_sync_method=syncfs"])
            .current_dir("/tmp")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.child = Some(child);
        let psql = programs().join("psql");
        until("PostgreSQL to answer", || {
            let asked = Command::new(&psql).args([&self.url(), "-c", "SELECT 1"]).output().unwrap();
            asked.status.success().then_some(())
        });
    }

    /// Kills it with all its processes, as a power cut does.
    pub fn kill(&mut self) {
        let data = self.folder.path().join("data/pg/postmaster.pid");
        let pid = fs::read_to_string(&data).unwrap().lines().next().unwrap().to_owned();
        let children = Command::new("pgrep").args(["-P", &pid]).output().unwrap();
        let children = String::from_utf8_lossy(&children.stdout).into_owned();
        let mut kill = Command::new("kill");
        kill.arg("-9").arg(&pid).args(children.split_whitespace());
        kill.status().unwrap();
        if let Some(mut child) = self.child.take() {
            let _ = child.wait();
        }
    }

    /// How it is named.
    pub fn url(&self) -> String {
        format!("postgres://onward@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.child.is_some() {
            self.kill();
        }
        // What belongs to somebody else is deleted by whoever may.
        let _ = Command::new("rm").arg("-rf").arg(self.folder.path().join("data")).status();
    }
}
