; The installer for Windows.  installer.py gives the names in {#...}.  Untried: see ../README.md.

[Setup]
AppId={{6F0B6D3E-3C54-4E0C-9B86-1B7C2C7A5D61}
AppName=rnnsim
AppVersion={#Version}
AppVerName=rnnsim {#Version}
AppPublisher=The rnnsim authors
AppPublisherURL={#HomePage}
AppSupportURL={#HomePage}/issues
AppCopyright={#Copyright}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\rnnsim
DefaultGroupName=rnnsim
DisableProgramGroupPage=yes
LicenseFile={#Licence}
OutputDir={#Output}
OutputBaseFilename={#Name}
SetupIconFile={#Icons}\rnnsim.ico
UninstallDisplayIcon={app}\rnnsim-window.exe
Compression=lzma2/ultra64
SolidCompression=yes
WizardStyle=modern
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; for one's own account without a question, for all where one may
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ChangesAssociations=yes
ChangesEnvironment=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.OnPath=Let "rnnsim" be typed in any terminal
de.OnPath="rnnsim" in jedem Terminal verwenden können
en.Document=rnnsim lesson or session
de.Document=Lektion oder Sitzung von rnnsim

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "path"; Description: "{cm:OnPath}"; Flags: unchecked

[Files]
Source: "{#Folder}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "{#Icons}\rnnsim-document.ico"; DestDir: "{app}"; Flags: ignoreversion

[InstallDelete]
; nothing of an older version stays between the new libraries
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\rnnsim"; Filename: "{app}\rnnsim-window.exe"
Name: "{autodesktop}\rnnsim"; Filename: "{app}\rnnsim-window.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.rnnsim"; ValueType: string; ValueData: "rnnsim.document"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.rnnsim\OpenWithProgids"; ValueType: string; ValueName: "rnnsim.document"; ValueData: ""; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\rnnsim.document"; ValueType: string; ValueData: "{cm:Document}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\rnnsim.document\DefaultIcon"; ValueType: string; ValueData: "{app}\rnnsim-document.ico"
Root: HKA; Subkey: "Software\Classes\rnnsim.document\shell\open\command"; ValueType: string; ValueData: """{app}\rnnsim-window.exe"" open ""%1"""
Root: HKCU; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: not IsAdminInstallMode and IsMissingOnPath(ExpandConstant('{app}'))

[Run]
Filename: "{app}\rnnsim-window.exe"; Description: "{cm:LaunchProgram,rnnsim}"; Flags: nowait postinstall skipifsilent

[Code]
function IsMissingOnPath(Folder: string): Boolean;
var
  Present: string;
begin
  Result := not RegQueryStringValue(HKCU, 'Environment', 'Path', Present)
    or (Pos(';' + Uppercase(Folder) + ';', ';' + Uppercase(Present) + ';') = 0);
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Present, Folder: string;
begin
  if Step <> usPostUninstall then Exit;
  Folder := ExpandConstant('{app}');
  if RegQueryStringValue(HKCU, 'Environment', 'Path', Present) then
    if StringChangeEx(Present, ';' + Folder, '', True) > 0 then
      RegWriteExpandStringValue(HKCU, 'Environment', 'Path', Present);
end;
