/* SPDX-License-Identifier: GPL-2.0-or-later */
// libapt-pkg for a C program: the one C++ file, from which neither an exception nor a C++ type gets out.
#include "apt_shim.h"

#include <apt-pkg/aptconfiguration.h>
#include <apt-pkg/cachefile.h>
#include <apt-pkg/configuration.h>
#include <apt-pkg/error.h>
#include <apt-pkg/init.h>
#include <apt-pkg/pkgcache.h>
#include <apt-pkg/pkgsystem.h>
#include <apt-pkg/policy.h>
#include <apt-pkg/version.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>

struct sslinv_apt {
	pkgCacheFile file;
	pkgCache *cache = nullptr;
	pkgPolicy *policy = nullptr;
};

namespace
{

// More of its messages than this nobody reads.
constexpr size_t messages_max = 900;

// What has to be said when libapt-pkg failed and has no words for it.
constexpr char wordless[] = "libapt-pkg failed without a message";

// Empties libapt-pkg's stack of errors and warnings, whoever left them there.
void drain(char *message, size_t size)
{
	std::string all, one;

	while (!_error->empty()) {
		_error->PopMessage(one);
		if (all.size() < messages_max)
			all += (all.empty() ? "" : "; ") + one;
	}
	snprintf(message, size, "%s", all.c_str());
}

int fail(char *message, size_t size)
{
	drain(message, size);
	if (size && !*message)
		snprintf(message, size, "%s", wordless);
	return -EBADMSG;
}

// Runs a function that throws or not, and returns its value.
template <typename function> int guarded(char *message, size_t size, function run) noexcept
{
	try {
		_error->Discard();
		if (size)
			*message = '\0';
		int rc = run();
		_error->Discard();
		return rc;
	} catch (const std::bad_alloc &) {
		snprintf(message, size, "out of memory");
		return -ENOMEM;
	} catch (const std::exception &exception) {
		snprintf(message, size, "libapt-pkg threw: %s", exception.what());
	} catch (...) {
		snprintf(message, size, "libapt-pkg threw something");
	}
	return -EIO;
}

// Every setting that would make libapt-pkg read, run or write something that it was not given.
bool configure(const sslinv_apt_setup &setup)
{
	unsetenv("APT_CONFIG");
	_config->Clear();
	_config->Set("Dir", std::string(setup.directory) + "/"); // not RootDir: that one is put before `status` as well
	_config->Set("Dir::Etc::main", "/dev/null");
	_config->Set("Dir::Etc::parts", "/dev/null");
	_config->Set("APT::Architecture", setup.architectures[0]);
	if (!pkgInitConfig(*_config)) // the compiled-in defaults: without them no repository has an origin
		return false;
	_config->Clear("APT::Architectures");
	for (size_t i = 0; i < setup.architecture_count; i++)
		_config->Set("APT::Architectures::", setup.architectures[i]);
	APT::Configuration::getArchitectures(false); // forgets those of an earlier setup; asks dpkg if there were none
	_config->Set("Dir::State::status", setup.status);
	_config->Set("Dir::Cache::pkgcache", ""); // no file of a cache is trusted, and none written
	_config->Set("Dir::Cache::srcpkgcache", "");
	_config->Set("Debug::NoLocking", "true");
	_config->Clear("Acquire::Languages");
	_config->Set("Acquire::Languages", "none");
	_config->Set("APT::Cache-Limit", 512 << 20);
	_config->Set("Dir::Bin::dpkg", "/bin/false");
	return pkgInitSystem(*_config, _system);
}

const char *or_null(const char *text)
{
	return text && *text ? text : nullptr;
}

} // namespace

int sslinv_apt_open(struct sslinv_apt **apt, const struct sslinv_apt_setup *setup, char *message, size_t size)
{
	*apt = nullptr;
	return guarded(message, size, [&] {
		if (!configure(*setup))
			return fail(message, size);
		std::unique_ptr<sslinv_apt> opened(new sslinv_apt);
		if (!opened->file.BuildCaches(nullptr, false))
			return fail(message, size);
		opened->cache = opened->file.GetPkgCache();
		opened->policy = opened->file.GetPolicy();
		// Errors that did not stop it left something out.
		if (!opened->cache || !opened->policy || _error->PendingError())
			return fail(message, size);
		*apt = opened.release();
		return 0;
	});
}

int sslinv_apt_each_package(struct sslinv_apt *apt, sslinv_apt_package_function function, void *context, char *message,
			    size_t size)
{
	return guarded(message, size, [&] {
		for (pkgCache::PkgIterator package = apt->cache->PkgBegin(); !package.end(); ++package) {
			pkgCache::VerIterator version = package.CurrentVer();
			if (version.end())
				continue;
			sslinv_apt_package record{};
			record.name = package.Name();
			record.arch = version.Arch();
			record.version = version.VerStr();
			record.source_name = or_null(version.SourcePkgName());
			record.source_version = or_null(version.SourceVerStr());
			record.handle = static_cast<const pkgCache::Version *>(version);
			int rc = function(context, &record);
			if (rc)
				return rc;
		}
		return 0;
	});
}

int sslinv_apt_each_dependency(struct sslinv_apt *apt, const void *handle, sslinv_apt_relation_function function,
			       void *context, char *message, size_t size)
{
	return guarded(message, size, [&] {
		// `openssl:any` is a package of its own to libapt-pkg.
		auto take = [&](sslinv_apt_relation relation, const char *name) {
			const std::string full(name);
			return function(context, relation, full.substr(0, full.find(':')).c_str());
		};
		auto *stored = const_cast<pkgCache::Version *>(static_cast<const pkgCache::Version *>(handle));
		pkgCache::VerIterator version(*apt->cache, stored);
		int rc = take(SSLINV_APT_PROVIDES, version.ParentPkg().Name());
		for (pkgCache::PrvIterator provides = version.ProvidesList(); !rc && !provides.end(); ++provides)
			rc = take(SSLINV_APT_PROVIDES, provides.Name());
		for (pkgCache::DepIterator depends = version.DependsList(); !rc && !depends.end(); ++depends)
			if (depends->Type == pkgCache::Dep::Depends || depends->Type == pkgCache::Dep::PreDepends)
				rc = take(SSLINV_APT_REQUIRES, depends.TargetPkg().Name());
		return rc;
	});
}

namespace
{

// libapt-pkg keeps packages for all architectures with those of the native one.
pkgCache::PkgIterator find_package(sslinv_apt *apt, const char *name, const char *arch)
{
	std::string wanted = std::string(arch) == "all" ? apt->cache->NativeArch() : arch;

	return apt->cache->FindPkg(std::string(name), wanted);
}

// The repository of the highest priority that offers the version; none where only the status file knows it.
pkgCache::PkgFileIterator best_place(sslinv_apt *apt, pkgCache::VerIterator version)
{
	pkgCache::PkgFileIterator best;
	int best_priority = 0;

	for (pkgCache::VerFileIterator place = version.FileList(); !place.end(); ++place) {
		pkgCache::PkgFileIterator file = place.File();
		if (file.Flagged(pkgCache::Flag::NotSource))
			continue;
		int priority = apt->policy->GetPriority(file);
		if (!best.IsGood() || priority > best_priority) {
			best = file;
			best_priority = priority;
		}
	}
	return best;
}

bool is_same(const char *left, const char *right)
{
	return std::string(left ? left : "") == (right ? right : "");
}

// Are they of one archive's one suite?
bool is_same_place(pkgCache::PkgFileIterator left, pkgCache::PkgFileIterator right)
{
	return left.IsGood() && right.IsGood() && is_same(left.Origin(), right.Origin()) &&
	       is_same(left.Codename(), right.Codename());
}

bool is_newer(sslinv_apt *apt, pkgCache::VerIterator left, pkgCache::VerIterator right)
{
	return apt->cache->VS->CmpVersion(left.VerStr(), right.VerStr()) > 0;
}

// Does a repository offer a newer version than this one, which apt would not take?
bool is_held_back(sslinv_apt *apt, pkgCache::PkgIterator package, pkgCache::VerIterator chosen)
{
	for (pkgCache::VerIterator version = package.VersionList(); !version.end(); ++version)
		if (is_newer(apt, version, chosen) && best_place(apt, version).IsGood())
			return true;
	return false;
}

// Do the administrator's pins raise this version above what its archive has by itself?
bool is_raised(sslinv_apt *apt, pkgCache::VerIterator version, pkgCache::PkgFileIterator place)
{
	int by_itself = 500;

	if (!place.IsGood())
		return false;
	if (place.Flagged(pkgCache::Flag::NotAutomatic))
		by_itself = place.Flagged(pkgCache::Flag::ButAutomaticUpgrades) ? 100 : 1;
	return apt->policy->GetPriority(version) > by_itself;
}

int hand_candidate(pkgCache::VerIterator version, pkgCache::PkgFileIterator place, const char *held_by,
		   const char *chosen_by, sslinv_apt_candidate_function function, void *context)
{
	sslinv_apt_candidate record{};

	record.version = version.VerStr();
	if (place.IsGood()) {
		record.origin = or_null(place.Origin());
		record.label = or_null(place.Label());
		record.archive = or_null(place.Archive());
	}
	record.held_by = held_by;
	record.chosen_by = chosen_by;
	return function(context, &record);
}

} // namespace

int sslinv_apt_each_candidate(struct sslinv_apt *apt, const char *name, const char *arch,
			      sslinv_apt_candidate_function function, void *context, char *message, size_t size)
{
	return guarded(message, size, [&] {
		pkgCache::PkgIterator package = find_package(apt, name, arch);
		if (package.end())
			return 0;
		pkgCache::VerIterator chosen = apt->policy->GetCandidateVer(package), installed = package.CurrentVer();
		if (chosen.end() && installed.end())
			return 0;
		bool is_held = package->SelectedState == pkgCache::State::Hold;
		pkgCache::PkgFileIterator first;
		int rc = 0;
		// Pins with a negative priority leave none.
		if (!chosen.end()) {
			bool is_other = !installed.end() && is_newer(apt, chosen, installed);
			first = best_place(apt, chosen);
			// That apt would stay with what is installed says something only where there is something else.
			if (first.IsGood() || is_held_back(apt, package, chosen))
				rc = hand_candidate(chosen, first, is_held && is_other ? "hold" : nullptr,
						    is_other && is_raised(apt, chosen, first) ? "pin" : nullptr, function,
						    context);
		}
		// They are sorted, the newest first.
		for (pkgCache::VerIterator version = package.VersionList(); !rc && !version.end(); ++version) {
			if (!installed.end() && !is_newer(apt, version, installed))
				break;
			pkgCache::PkgFileIterator place = best_place(apt, version);
			bool is_pinned = chosen.end() ||
					 apt->policy->GetPriority(version) < apt->policy->GetPriority(chosen);
			if (version != chosen && place.IsGood() && (is_pinned || !is_same_place(place, first)))
				rc = hand_candidate(version, place,
						    is_held     ? "hold"
						    : is_pinned ? "pin"
								: nullptr,
						    nullptr, function, context);
		}
		return rc;
	});
}

int sslinv_apt_each_offer(struct sslinv_apt *apt, const char *name, const char *arch, const char *version,
			  sslinv_apt_offer_function function, void *context, char *message, size_t size)
{
	return guarded(message, size, [&] {
		pkgCache::PkgIterator package = find_package(apt, name, arch);
		int rc = 0;
		if (package.end())
			return 0;
		for (pkgCache::VerIterator known = package.VersionList(); !rc && !known.end(); ++known) {
			if (std::string(known.VerStr()) != version)
				continue;
			for (pkgCache::VerFileIterator place = known.FileList(); !rc && !place.end(); ++place) {
				pkgCache::PkgFileIterator file = place.File();
				sslinv_apt_offer offer{};

				if (file.Flagged(pkgCache::Flag::NotSource))
					continue;
				offer.origin = or_null(file.Origin());
				offer.label = or_null(file.Label());
				offer.suite = or_null(file.Archive());
				offer.codename = or_null(file.Codename());
				rc = function(context, &offer);
			}
		}
		return rc;
	});
}

void sslinv_apt_close(struct sslinv_apt *apt)
{
	char message[256];

	guarded(message, sizeof(message), [&] {
		delete apt;
		return 0;
	});
}
